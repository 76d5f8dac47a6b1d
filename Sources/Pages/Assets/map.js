// Maps: outlines and points on plain ground, or on the district's tiles; and the picker of a place in a form.
(() => {
  "use strict";
  if (!window.L) return;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const pin = (tone) => L.divIcon({ className: "", html: `<span class="map-pin ${tone}"></span>`, iconSize: [16, 16] });
  const ground = (box, data) => {
    const map = L.map(box, { attributionControl: Boolean(data.attribution), scrollWheelZoom: false, zoomSnap: 0.25 });
    map.on("focus click", () => map.scrollWheelZoom.enable());
    if (data.tiles) L.tileLayer(data.tiles, { attribution: data.attribution || "", maxZoom: 18 }).addTo(map);
    return map;
  };
  const outline = (map, outlines, tiles) => {
    const drawn = L.featureGroup().addTo(map);
    outlines.forEach(({ rings, label }) => {
      L.polygon(rings, { color: "#464b51", weight: 1.2, fillColor: "#fff", fillOpacity: tiles ? 0.05 : 0.9, bubblingMouseEvents: true })
        .bindTooltip(document.createTextNode(label), { sticky: true }).addTo(drawn);
    });
    return drawn;
  };

  // Chinese maps are drawn in GCJ-02, some hundreds of metres beside WGS-84: the published approximation, and its inverse by
  // correcting twice, which is right to centimetres.
  const gcj = ([lat, lng]) => {
    const x = lng - 105, y = lat - 35, pi = Math.PI, sin = Math.sin;
    const waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3;
    const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves
      + (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3 + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3;
    const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves
      + (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3 + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3;
    const a = 6378245, ee = 0.00669342162296594323, rad = lat / 180 * pi;
    const magic = 1 - ee * sin(rad) ** 2;
    return [
      lat + north * 180 / (a * (1 - ee) / (magic * Math.sqrt(magic)) * pi),
      lng + east * 180 / (a / Math.sqrt(magic) * Math.cos(rad) * pi),
    ];
  };
  const wgs = (at) => {
    let guess = at;
    for (let i = 0; i < 3; i += 1) {
      const back = gcj(guess);
      guess = [guess[0] - (back[0] - at[0]), guess[1] - (back[1] - at[1])];
    }
    return guess;
  };
  const text = (tag, words) => { const element = document.createElement(tag); element.textContent = words; return element; };

  all("[data-map]").forEach((block) => {
    const box = block.querySelector(".map-box");
    const { outlines, points } = JSON.parse(block.querySelector("script").textContent);
    box.hidden = false;
    const map = ground(box, block.dataset);
    const drawn = outline(map, outlines, block.dataset.tiles);
    // Thousands of pins as elements would be slow: they are painted as dots instead.
    const painted = points.length > 300 ? L.canvas({ padding: 0.5, tolerance: 4 }) : null;
    const put = (point) => (painted
      ? L.circleMarker(point.at, { renderer: painted, radius: 4, weight: 1, color: "#fff", fillColor: "#0b5d52", fillOpacity: 0.9 })
      : L.marker(point.at, { icon: pin(point.tone), title: point.label, alt: point.label }));
    points.forEach((point) => {
      const says = document.createElement("div");
      if (point.href) { const link = text("a", point.label); link.href = point.href; says.append(link); } else says.append(text("b", point.label));
      if (point.note) says.append(document.createElement("br"), point.note);
      put(point).bindPopup(says).addTo(drawn);
    });
    if (drawn.getLayers().length) map.fitBounds(drawn.getBounds().pad(0.08), { maxZoom: 16 });
    else box.hidden = true;
    if (points.length > 12) block.querySelector("details").open = false;
  });

  // The picker: tapping the map or dragging the mark writes the coordinates, always in WGS-84; the map may be in GCJ-02.
  all("[data-place]").forEach((field) => {
    const box = field.querySelector("[data-place-map]");
    if (!box) return;
    const { outlines } = JSON.parse(field.querySelector("script").textContent);
    const latitude = field.querySelector("[data-latitude]");
    const longitude = field.querySelector("[data-longitude]");
    const shifted = box.dataset.datum === "GCJ-02";
    const onMap = (at) => (shifted ? gcj(at) : at);
    const onEarth = (at) => (shifted ? wgs(at) : at);
    box.hidden = false;
    const map = ground(box, box.dataset);
    const drawn = outline(map, outlines, box.dataset.tiles);
    let mark = null;
    const write = ({ lat, lng }) => {
      const [y, x] = onEarth([lat, lng]);
      [latitude.value, longitude.value] = [y.toFixed(6), x.toFixed(6)];
      field.dispatchEvent(new CustomEvent("huying:placed", { detail: [latitude.value, longitude.value] }));
    };
    const put = (at) => {
      if (mark) { mark.setLatLng(at); return; }
      mark = L.marker(at, { icon: pin("accent"), draggable: true, alt: box.getAttribute("aria-label") }).addTo(map);
      mark.on("dragend", () => write(mark.getLatLng()));
    };
    map.on("click", ({ latlng }) => { put(latlng); write(latlng); });
    if (drawn.getLayers().length) map.fitBounds(drawn.getBounds().pad(0.05));
    else map.setView([34.7, 113.6], 4);
    // Without tiles the outline is all there is to find one's way by, so it stays in sight.
    const show = (at) => {
      put(onMap(at));
      if (box.dataset.tiles) map.setView(onMap(at), 16);
      else if (!map.getBounds().contains(onMap(at))) map.fitBounds(drawn.getBounds().extend(onMap(at)).pad(0.05));
    };
    if (latitude.value && longitude.value) show([Number(latitude.value), Number(longitude.value)]);
    field.addEventListener("huying:located", (event) => show(event.detail));
  });
})();
