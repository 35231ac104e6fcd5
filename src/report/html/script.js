
"use strict";
(() => {
  const el = (id) => document.getElementById(id);
  const list = (text) => (text ? text.split(" ") : []);
  const time = (text) => (text === undefined ? null : Number(text));
  const entries = Array.from(document.querySelectorAll(".entry"), (node) => {
    const data = node.dataset;
    const from = time(data.from);
    const to = time(data.to);
    return {
      node, from: from ?? to, to: to ?? from, text: null, shown: true,
      place: list(data.p), person: list(data.a), stage: list(data.s),
    };
  });
  const dated = entries.filter((e) => e.from !== null);
  const groups = Array.from(document.querySelectorAll(".group"), (node) => ({ node, shown: true }));
  const groupOf = new Map(groups.map((g) => [g.node, g]));
  for (const e of entries) e.group = groupOf.get(e.node.closest(".group"));
  const uppers = Array.from(document.querySelectorAll(".upper"));

  // ---- All time, and the window ----
  const whole = { from: Infinity, to: -Infinity };
  for (const e of dated) {
    whole.from = Math.min(whole.from, e.from);
    whole.to = Math.max(whole.to, e.to);
  }
  if (dated.length === 0) Object.assign(whole, { from: 0, to: 1 });
  if (whole.to <= whole.from) whole.to = whole.from + 60000;
  const margin = (whole.to - whole.from) * 0.01;
  whole.from -= margin;
  whole.to += margin;
  const span = { ...whole };
  const isWhole = () => span.from <= whole.from && span.to >= whole.to;

  // ---- Dates in words ----
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const two = (n) => String(n).padStart(2, "0");
  const year = (d) => (d.getUTCFullYear() > 0 ? `${d.getUTCFullYear()}` : `${1 - d.getUTCFullYear()} BCE`);
  const day = (d) => `${d.getUTCDate()} ${months[d.getUTCMonth()]}`;
  const clock = (d) => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
  const words = (t) => { const d = new Date(t); return `${day(d)} ${year(d)} ${clock(d)}Z`; };

  const second = 1000, minute = 60 * second, hour = 60 * minute, full = 24 * hour;
  const steps = [second, 5 * second, 15 * second, minute, 5 * minute, 15 * minute, hour, 3 * hour,
    6 * hour, 12 * hour, full, 2 * full, 7 * full];
  // Ticks of UTC: whole clock times and days, then months, years and decades.
  function ticks(from, to, most) {
    const out = [];
    const step = steps.find((s) => (to - from) / s <= most);
    if (step) {
      for (let t = Math.ceil(from / step) * step; t <= to; t += step) {
        const d = new Date(t);
        const label = step >= full || t % full === 0 ? `${day(d)} ${year(d)}` : step < minute
          ? `${clock(d)}:${two(d.getUTCSeconds())}` : clock(d);
        out.push([t, label]);
      }
      return out;
    }
    const inMonths = (to - from) / (30.44 * full);
    const jump = [1, 3, 6, 12, 24, 60, 120, 300, 600, 1200, 6000, 12000, 60000, 120000]
      .find((m) => inMonths / m <= most) ?? 1200000;
    const first = new Date(from);
    let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / jump) * jump;
    for (let i = 0; i <= most + 1; i += 1, month += jump) {
      const d = new Date(0);
      d.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
      const t = d.getTime();
      if (t > to) break;
      if (t >= from) out.push([t, jump >= 12 ? year(d) : `${months[d.getUTCMonth()]} ${year(d)}`]);
    }
    return out;
  }

  // ---- Drawing ----
  const svg = (name, attributes, parent) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    parent?.append(node);
    return node;
  };
  function bars(parent, some, from, to, width, height, size) {
    const bins = new Array(Math.max(1, Math.floor(width / size))).fill(0);
    for (const e of some) {
      const at = ((e.from + e.to) / 2 - from) / (to - from);
      const bin = Math.floor(at * bins.length);
      if (bin >= 0 && bin < bins.length) bins[bin] += 1;
    }
    const top = Math.max(1, ...bins);
    bins.forEach((n, i) => {
      if (n === 0) return;
      const tall = Math.max(2, (n / top) * height);
      svg("rect", { class: "bar", x: (i * width) / bins.length, y: height - tall, width: Math.max(1, size - 1), height: tall }, parent);
    });
  }
  const lens = el("lens"), strip = el("whole");
  const width = () => lens.clientWidth || 600;
  const linked = 300;
  function drawLens() {
    lens.replaceChildren();
    const w = width(), h = 118, base = h - 20;
    lens.setAttribute("viewBox", `0 0 ${w} ${h}`);
    const x = (t) => ((t - span.from) / (span.to - span.from)) * w;
    for (const [t, label] of ticks(span.from, span.to, Math.max(2, Math.floor(w / 110)))) {
      svg("line", { class: "grid", x1: x(t), x2: x(t), y1: 0, y2: base }, lens);
      const anchor = x(t) > w - 60 ? "end" : "start";
      svg("text", { x: x(t), y: h - 6, "text-anchor": anchor }, lens).textContent = label;
    }
    const inside = dated.filter((e) => e.shown && e.to >= span.from && e.from <= span.to);
    if (inside.length > linked) {
      bars(lens, inside, span.from, span.to, w, base, 5);
      return;
    }
    const columns = new Map();
    const placed = inside.map((e) => {
      const at = Math.min(w - 6, Math.max(6, x((e.from + e.to) / 2)));
      const column = Math.round(at / 11);
      const row = columns.get(column) ?? 0;
      columns.set(column, row + 1);
      return { e, at, row };
    });
    const step = Math.min(11, (base - 14) / Math.max(1, ...columns.values()));
    for (const { e, at, row } of placed) {
      const link = svg("a", { href: `#${e.node.id}`, "aria-label": label(e) }, lens);
      if (inside.length > 40) link.setAttribute("tabindex", "-1");
      svg("circle", { cx: at, cy: base - 7 - step * row, r: 5 }, link);
      svg("title", {}, link).textContent = label(e);
    }
  }
  const label = (e) => (e.title ??= e.node.id + ": " +
    (e.node.querySelector(".what, td:nth-child(4)")?.textContent ?? "").slice(0, 120));
  function drawStrip() {
    strip.replaceChildren();
    const w = width();
    strip.setAttribute("viewBox", `0 0 ${w} 46`);
    bars(strip, dated, whole.from, whole.to, w, 44, 4);
    svg("rect", { class: "frame", id: "frame" }, strip);
  }
  function drawFrame() {
    const w = width(), x = (t) => ((t - whole.from) / (whole.to - whole.from)) * w;
    const frame = el("frame");
    frame.setAttribute("x", x(span.from));
    frame.setAttribute("y", 1);
    frame.setAttribute("height", 44);
    frame.setAttribute("width", Math.max(3, x(span.to) - x(span.from)));
    const part = (t) => Math.round(((t - whole.from) / (whole.to - whole.from)) * 1000);
    for (const [id, t] of [["begin", span.from], ["end", span.to]]) {
      el(id).value = part(t);
      el(id).setAttribute("aria-valuetext", words(t));
    }
  }

  // ---- Filters ----
  const facet = (e, name) => { const value = el(name)?.value; return !value || e[name].includes(value); };
  function filter() {
    const wanted = el("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = isWhole();
    for (const g of groups) g.count = 0;
    let count = 0;
    for (const e of entries) {
      let shown = facet(e, "place") && facet(e, "person") && facet(e, "stage");
      if (shown && !all) shown = e.from !== null && e.to >= span.from && e.from <= span.to;
      if (shown && wanted.length > 0) {
        e.text ??= e.node.textContent.toLowerCase();
        shown = wanted.every((word) => e.text.includes(word));
      }
      if (shown !== e.shown) e.node.hidden = !shown;
      e.shown = shown;
      if (shown) { count += 1; e.group.count += 1; }
    }
    for (const g of groups) {
      const shown = g.count > 0;
      if (shown !== g.shown) g.node.hidden = !shown;
      g.shown = shown;
    }
    for (const upper of uppers) {
      const depth = upper.tagName;
      let shown = false;
      for (let next = upper.nextElementSibling; next; next = next.nextElementSibling) {
        if (next.classList.contains("upper") ? next.tagName <= depth
          : next.firstElementChild && next.firstElementChild.tagName <= depth) break;
        if (next.classList.contains("group") && !next.hidden) { shown = true; break; }
      }
      upper.hidden = !shown;
    }
    const part = all ? "" : `, ${words(span.from)} to ${words(span.to)}`;
    el("count").textContent = `${count} of ${entries.length} entries${part}`;
  }
  let waiting = false;
  function update() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      filter();
      if (dated.length > 0) { drawFrame(); drawLens(); }
    });
  }
  function look(from, to) {
    const least = second;
    if (to - from < least) { const mid = (from + to) / 2; from = mid - least / 2; to = mid + least / 2; }
    const length = Math.min(to - from, whole.to - whole.from);
    span.from = Math.max(whole.from, Math.min(from, whole.to - length));
    span.to = span.from + length;
    update();
  }
  const zoom = (factor, at = (span.from + span.to) / 2) =>
    look(at - (at - span.from) * factor, at + (span.to - at) * factor);
  const move = (share) => look(span.from + (span.to - span.from) * share, span.to + (span.to - span.from) * share);
  function reset() {
    el("words").value = "";
    for (const id of ["place", "person", "stage"]) if (el(id)) el(id).value = "";
    look(whole.from, whole.to);
  }

  // ---- Hands ----
  for (const id of ["words", "place", "person", "stage"]) el(id)?.addEventListener("input", update);
  el("reset").addEventListener("click", reset);
  el("in").addEventListener("click", () => zoom(0.5));
  el("out").addEventListener("click", () => zoom(2));
  el("earlier").addEventListener("click", () => move(-0.5));
  el("later").addEventListener("click", () => move(0.5));
  const at = (id) => whole.from + (Number(el(id).value) / 1000) * (whole.to - whole.from);
  el("begin").addEventListener("input", () => look(Math.min(at("begin"), span.to - second), span.to));
  el("end").addEventListener("input", () => look(span.from, Math.max(at("end"), span.from + second)));
  lens.addEventListener("wheel", (event) => {
    // With a key held, as in maps: the wheel alone belongs to the page.
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    const box = lens.getBoundingClientRect();
    const t = span.from + ((event.clientX - box.left) / box.width) * (span.to - span.from);
    zoom((event.deltaY || event.deltaX) > 0 ? 1.25 : 0.8, t);
  }, { passive: false });
  // Dragging: a window over all time below, the window itself above.
  function drag(node, start) {
    node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest("a")) return;
      const box = node.getBoundingClientRect();
      const share = (e) => Math.min(1, Math.max(0, (e.clientX - box.left) / box.width));
      const go = start(share(event));
      node.setPointerCapture(event.pointerId);
      const moved = (e) => go(share(e));
      node.addEventListener("pointermove", moved);
      const end = () => node.removeEventListener("pointermove", moved);
      node.addEventListener("pointerup", end, { once: true });
      node.addEventListener("pointercancel", end, { once: true });
    });
  }
  const instant = (share) => whole.from + share * (whole.to - whole.from);
  drag(strip, (first) => (now) => {
    if (Math.abs(now - first) > 0.005) look(instant(Math.min(first, now)), instant(Math.max(first, now)));
  });
  drag(lens, (first) => {
    const old = { ...span };
    return (now) => { const by = (first - now) * (old.to - old.from); look(old.from + by, old.to + by); };
  });
  for (const input of document.querySelectorAll("input[name=clock]")) {
    input.addEventListener("change", () => {
      const first = document.body.dataset.utcFirst === "true" ? "utc" : "local";
      document.body.classList.toggle("flip", input.value !== first);
    });
  }
  // A mark of a chart leads to its entry; an entry that is asked for is shown.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("[data-entry]");
    if (mark) location.hash = mark.dataset.entry;
  });
  function arrive() {
    const node = el(decodeURIComponent(location.hash.slice(1)));
    if (!node?.classList.contains("entry")) return;
    if (node.hidden) { reset(); filter(); }
    node.setAttribute("tabindex", "-1");
    node.focus({ preventScroll: true });
    node.scrollIntoView();
  }
  window.addEventListener("hashchange", arrive);
  let resized = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => { if (dated.length > 0) { drawStrip(); update(); } }, 100);
  });

  el("tools").hidden = false;
  if (dated.length > 0) { el("timeline").hidden = false; drawStrip(); }
  filter();
  if (dated.length > 0) { drawFrame(); drawLens(); }
  if (location.hash) arrive();
})();
