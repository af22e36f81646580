/* What is wrong with how a page is laid out at this width, as sentences: sideways scroll, text cut
   off or outside the window, text over text, buttons too small to hit. Nothing is changed. */
() => {
  const wrong = new Set();
  const width = document.documentElement.clientWidth;
  const styles = new Map();
  const style = (el) => {
    if (!styles.has(el)) styles.set(el, getComputedStyle(el));
    return styles.get(el);
  };
  const called = (el) => {
    const own = el.localName + (el.id ? `#${el.id}` : "") + [...el.classList].map((c) => `.${c}`).join("");
    const up = el.parentElement;
    return up && up !== document.body ? `${up.localName}${[...up.classList].map((c) => `.${c}`).join("")} > ${own}` : own;
  };
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 50);
  const shown = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  /* For screen readers only: a box of a pixel, or one clipped away on purpose. */
  const forEars = (el) => {
    for (let up = el; up && up !== document.body; up = up.parentElement) {
      const s = style(up);
      if (s.position === "absolute" && s.overflow !== "visible" && up.offsetWidth <= 1) return true;
      if (s.clipPath !== "none" && up.offsetWidth <= 1) return true;
    }
    return false;
  };
  /* Out of sight until it gets the focus, such as the link that skips to the page. */
  const parked = (box) => box.bottom + scrollY <= 1;

  const sideways = document.documentElement.scrollWidth - width;
  if (sideways > 0) wrong.add(`scrolls sideways by ${sideways}`);

  /* Every line of text, with the box it must be in: the window's, or that of whatever cuts it off. */
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const el = node.parentElement;
    if (!node.data.trim() || !el || el.closest("script, style, template, noscript, title, desc")) continue;
    if (!shown(el) || forEars(el)) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1 || parked(box)) continue;
      lines.push({ el, box, text: node.data });
      let reachable = false;
      for (let up = el; up && up !== document.body && !reachable; up = up.parentElement) {
        const s = style(up);
        if (s.display === "inline" || s.display === "contents") continue;
        const edge = up.getBoundingClientRect();
        const sides = s.overflowX, ends = s.overflowY;
        if (/auto|scroll/.test(sides) || (/auto|scroll/.test(ends) && up !== document.documentElement)) reachable = true;
        else if (/hidden|clip/.test(sides) && (box.right > edge.right + 2 || box.left < edge.left - 2)) {
          wrong.add(`text is cut off at the side: ${called(up)}: “${short(node.data)}”`);
        } else if (/hidden|clip/.test(ends) && (box.bottom > edge.bottom + box.height * 0.3 || box.top < edge.top - box.height * 0.3)) {
          wrong.add(`text is cut off: ${called(up)}: “${short(node.data)}”`);
        }
      }
      if (!reachable && (box.right > width + 1 || box.left < -1)) {
        wrong.add(`text is outside the window: ${called(el)}: “${short(node.data)}”`);
      }
    }
  }

  /* Text over other text. */
  lines.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < lines.length; i += 1) {
    const one = lines[i];
    for (let j = i + 1; j < lines.length && lines[j].box.top < one.box.bottom; j += 1) {
      const two = lines[j];
      if (one.el === two.el) continue;
      const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
      const down = Math.min(one.box.bottom, two.box.bottom) - two.box.top;
      if (across > 3 && down > 0.45 * Math.min(one.box.height, two.box.height)) {
        const fixed = [one.el, two.el].some((el) => { for (let up = el; up; up = up.parentElement) if (/fixed|sticky/.test(style(up).position)) return true; return false; });
        if (!fixed) wrong.add(`text over text: ${called(one.el)} “${short(one.text)}” and ${called(two.el)} “${short(two.text)}”`);
      }
    }
  }

  /* Pictures and controls outside the window. */
  for (const el of document.body.querySelectorAll("img, svg, button, input, select, textarea, summary, a[href], table, pre")) {
    if (!shown(el) || forEars(el) || el.closest("svg svg, svg a")) continue;
    const box = el.getBoundingClientRect();
    if (box.width < 1 || parked(box) || (box.right <= width + 1 && box.left >= -1)) continue;
    let reachable = false;
    for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
      if (/auto|scroll/.test(style(up).overflowX)) reachable = true;
    }
    if (!reachable) wrong.add(`outside the window: ${called(el)}`);
  }

  /* Buttons and fields: 44 pixels, whichever way one reaches for them. A box with its label counts
     as one. A word of a sentence that tells what it means is the sentence's, as its links are. */
  for (const el of document.body.querySelectorAll("button, .button, summary, select, textarea, input:not([type=hidden])")) {
    if (!shown(el) || forEars(el) || el.matches(".explained")) continue;
    let box = el.getBoundingClientRect();
    if (box.width < 1 || parked(box)) continue;
    if (/checkbox|radio/.test(el.type || "")) {
      const label = el.closest("label") || (el.labels && el.labels[0]);
      if (label) {
        const around = label.getBoundingClientRect();
        box = { width: Math.max(around.right, box.right) - Math.min(around.left, box.left), height: Math.max(around.bottom, box.bottom) - Math.min(around.top, box.top) };
      }
    }
    if (box.height < 43.5 || box.width < 43.5) {
      wrong.add(`smaller than 44: ${called(el)} ${Math.round(box.width)}×${Math.round(box.height)} “${short(el.textContent || el.name || "")}”`);
    }
  }
  return [...wrong];
}
