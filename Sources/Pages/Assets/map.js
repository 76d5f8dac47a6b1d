// Maps: outlines and points on plain ground, or on the district's tiles; and the picker of a place in a form.
(() => {
  "use strict";
  if (!window.L) return;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const pin = (tone) => L.divIcon({ className: "", html: `<span class="map-pin ${tone}"></span>`, iconSize: [16, 16] });
  const ground = (box, data) => {
    const map = L.map(box, { attributionControl: Boolean(data.attribution), scrollWheelZoom: false });
    map.on("focus click", () => map.scrollWheelZoom.enable());
    if (data.tiles) L.tileLayer(data.tiles, { attribution: data.attribution || "", maxZoom: 18 }).addTo(map);
    return map;
  };
  const text = (tag, words) => { const element = document.createElement(tag); element.textContent = words; return element; };

  all("[data-map]").forEach((block) => {
    const box = block.querySelector(".map-box");
    const { outlines, points } = JSON.parse(block.querySelector("script").textContent);
    box.hidden = false;
    const map = ground(box, block.dataset);
    const drawn = L.featureGroup().addTo(map);
    outlines.forEach((outline) => {
      L.polygon(outline.rings, { color: "#464b51", weight: 1.2, fillColor: "#fff", fillOpacity: block.dataset.tiles ? 0.05 : 0.9 })
        .bindTooltip(outline.label, { sticky: true }).addTo(drawn);
    });
    points.forEach((point) => {
      const says = document.createElement("div");
      if (point.href) { const link = text("a", point.label); link.href = point.href; says.append(link); } else says.append(text("b", point.label));
      if (point.note) says.append(document.createElement("br"), point.note);
      L.marker(point.at, { icon: pin(point.tone), title: point.label, alt: point.label }).bindPopup(says).addTo(drawn);
    });
    if (drawn.getLayers().length) map.fitBounds(drawn.getBounds().pad(0.08), { maxZoom: 16 });
    else box.hidden = true;
    if (points.length > 12) block.querySelector("details").open = false;
  });

  // The picker: tapping the map or dragging the mark writes the coordinates.
  all("[data-place]").forEach((field) => {
    const box = field.querySelector("[data-place-map]");
    const outline = document.getElementById("place-ground");
    const latitude = field.querySelector("[data-latitude]");
    const longitude = field.querySelector("[data-longitude]");
    let map = null;
    let mark = null;
    const put = (at) => {
      latitude.value = at.lat.toFixed(6);
      longitude.value = at.lng.toFixed(6);
      if (mark) mark.setLatLng(at);
      else {
        mark = L.marker(at, { icon: pin("accent"), draggable: true, alt: box.dataset.label }).addTo(map);
        mark.on("dragend", () => put(mark.getLatLng()));
      }
    };
    const show = (at) => {
      box.hidden = false;
      if (!map) {
        map = ground(box, document.body.dataset);
        map.on("click", (event) => put(event.latlng));
        if (outline) L.polygon(JSON.parse(outline.textContent), { color: "#464b51", weight: 1.2, fillOpacity: 0.05, interactive: false }).addTo(map);
      }
      map.setView(at, 16);
      put(L.latLng(at));
    };
    if (latitude.value && longitude.value) show([Number(latitude.value), Number(longitude.value)]);
    field.addEventListener("huying:located", (event) => show(event.detail));
  });
})();
