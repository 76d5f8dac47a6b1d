// Charts from the numbers that stand in the page; the table stays for those who want the figures.
(() => {
  "use strict";
  if (!window.Chart) return;
  const style = getComputedStyle(document.documentElement);
  const ink = (name) => style.getPropertyValue("--" + name).trim();
  const tones = { accent: ink("accent"), late: ink("late"), near: "#c98a12", intime: ink("intime"), neutral: "#b9bcb8", done: ink("ink-3") };
  // Lines and dashes tell series apart where colours do not.
  const dashes = [[], [6, 3], [2, 3], [9, 3, 2, 3]];
  Chart.defaults.font.family = style.getPropertyValue("--sans");
  Chart.defaults.font.size = 13;
  Chart.defaults.color = ink("ink-2");
  Chart.defaults.animation = false;

  document.querySelectorAll("[data-chart]").forEach((block) => {
    const data = JSON.parse(block.querySelector("script").textContent);
    const box = block.querySelector(".chart-box");
    const line = data.kind === "line";
    box.hidden = false;
    new Chart(box.querySelector("canvas"), {
      type: line ? "line" : "bar",
      data: {
        labels: data.labels,
        datasets: data.series.map((series, index) => ({
          label: series.label, data: series.values,
          backgroundColor: tones[series.tone], borderColor: tones[series.tone],
          borderWidth: line ? 2 : 0, borderDash: line ? dashes[index % dashes.length] : [],
          pointRadius: line ? 2.5 : 0, tension: 0, maxBarThickness: 36,
        })),
      },
      options: {
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: { legend: { display: data.series.length > 1, align: "start", labels: { boxWidth: 12, boxHeight: 12 } } },
        scales: {
          x: { stacked: data.kind === "stacked", grid: { display: false } },
          y: { stacked: data.kind === "stacked", beginAtZero: true, grid: { color: ink("rule"), drawBorder: false }, ticks: { precision: 0, maxTicksLimit: 6 } },
        },
      },
    });
    block.querySelector("details").open = false;
  });
})();
