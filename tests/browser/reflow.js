/* Go from control to control as Tab does, and tell which one cannot be seen then: not scrolled to,
   under something that stays in place, or without a mark that says where one is. */
() => {
  const wrong = new Set();
  const called = (el) => `${el.localName}${el.id ? `#${el.id}` : ""}${[...el.classList].map((c) => `.${c}`).join("")} “${(el.innerText || el.name || "").trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter((el) => !el.disabled && el.checkVisibility({ visibilityProperty: true }));
  for (const el of all) {
    el.focus();
    if (document.activeElement !== el) continue;
    const box = el.getBoundingClientRect();
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 2 || bottom - top < 2) {
      wrong.add(`has the focus and is out of sight: ${called(el)}`);
      continue;
    }
    const mine = (x, y) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (hit === el || el.contains(hit) || hit.contains(el) || (el.labels && [...el.labels].some((one) => one.contains(hit))));
    };
    const inside = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]]
      .filter(([x, y]) => mine(left + (right - left) * x, top + (bottom - top) * y)).length;
    /* A line broken in two leaves corners that belong to others. */
    const broken = el.getClientRects().length > 1;
    if (inside === 0 || (inside < 3 && !broken)) wrong.add(`has the focus and is covered: ${called(el)}`);
    const s = getComputedStyle(el);
    if (s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 2) wrong.add(`has the focus, and nothing shows it: ${called(el)}`);
  }
  return [...wrong];
}
