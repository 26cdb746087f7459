// Lines over months in one drawing, told apart by dash and by letter at their ends, never by colour alone.

import { svg } from "./element.js";
import { narrow } from "./motion.js";
import { day } from "./numbers.js";
import { LETTERS } from "./header.js";
import { say } from "./words.js";

const WIDE = { width: 1000, height: 400, left: 96, right: 80, top: 46, bottom: 44, every: 1 };
const SLIM = { width: 420, height: 380, left: 92, right: 76, top: 64, bottom: 44, every: 2 };

/** One chart. `series`: [{index, values, title}]; `written(x)` says a value. `low`, `fromZero`: where the axis begins. */
export class LineChart {
  constructor(series, dates, reform, written, label) {
    Object.assign(this, { series, dates, reform, written, at: narrow() ? SLIM : WIDE });
    this.scale();
    this.marker = svg("line", { class: "month-mark", y1: this.at.top, y2: this.at.height - this.at.bottom });
    this.node = svg("svg", {
      viewBox: `0 0 ${this.at.width} ${this.at.height}`, class: "figure line-chart", role: "img",
      "aria-label": say("months.label", { what: label }),
    }, ...this.grid(), ...this.reformDay(), this.marker, ...series.map((one) => this.line(one)), ...this.ends());
  }

  scale() {
    const all = this.series.flatMap(({ values }) => values).filter(Number.isFinite);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const begin = low < 0.5 * high ? 0 : low;
    this.step = nice((high - begin || Math.abs(high) || 1) / 4);
    this.low = Math.max(0, Math.floor(begin / this.step + 1e-9) * this.step);
    this.high = Math.max(Math.ceil(high / this.step - 1e-9) * this.step, this.low + this.step);
    this.fromZero = this.low === 0;
  }

  x(n) {
    const { left, right, width } = this.at;
    return left + (n / Math.max(1, this.dates.length - 1)) * (width - left - right);
  }

  y(value) {
    const { top, bottom, height } = this.at;
    return height - bottom - ((value - this.low) / (this.high - this.low)) * (height - top - bottom);
  }

  mark(n) {
    this.marker.setAttribute("x1", this.x(n));
    this.marker.setAttribute("x2", this.x(n));
  }

  grid() {
    const { left, right, width, height, bottom, every } = this.at;
    const made = [];
    for (let value = this.low; value <= this.high + this.step / 2; value += this.step) {
      made.push(svg("line", { class: "grid", x1: left, x2: width - right, y1: this.y(value), y2: this.y(value) }),
        svg("text", { class: "axis", x: left - 10, y: this.y(value) + 7, "text-anchor": "end" }, this.written(value)));
    }
    this.dates.forEach((date, n) => {
      if (date.slice(5, 7) !== "01" || Number(date.slice(0, 4)) % every) return;
      made.push(svg("line", { class: "tick", x1: this.x(n), x2: this.x(n), y1: height - bottom, y2: height - bottom + 7 }),
        svg("text", { class: "axis", x: this.x(n), y: height - bottom + 30, "text-anchor": "middle" }, date.slice(0, 4)));
    });
    return made;
  }

  reformDay() {
    const { top, bottom, height } = this.at;
    const found = this.dates.findIndex((date) => date >= this.reform);
    if (found < 0) return [];
    const x = this.x(found);
    return [svg("line", { class: "reform", x1: x, x2: x, y1: top - 12, y2: height - bottom }),
      svg("text", { class: "axis reform-words", x: x - 4, y: top - 20 }, narrow() ? say("months.reform_short") : say("months.reform", { day: day(this.reform) }))];
  }

  line({ index, values }) {
    let pen = "M";
    const d = values.map((value, n) => {
      if (!Number.isFinite(value)) {
        pen = "M";
        return "";
      }
      const part = `${pen}${this.x(n).toFixed(1)} ${this.y(value).toFixed(1)}`;
      pen = "L";
      return part;
    }).join("");
    return svg("path", { class: `line line-${index}`, d });
  }

  /** Each line is named at its end; names that would cover each other are moved apart. */
  ends() {
    const { width, right } = this.at;
    const names = this.series.map(({ index, values }) => ({ index, y: this.y(values.findLast(Number.isFinite) ?? this.low) }));
    names.sort((a, b) => a.y - b.y);
    names.forEach((one, n) => {
      if (n) one.y = Math.max(one.y, names[n - 1].y + 26);
    });
    const over = Math.max(0, (names.at(-1)?.y ?? 0) - (this.at.height - this.at.bottom));
    return names.map(({ index, y }) => svg("text", { class: `line-end design-${index}`, x: width - right + 8, y: y - over + 7 },
      index ? LETTERS[index] : say("page.today_short")));
  }
}

/** The round step at or above a number: 1, 2 or 5 times a power of ten. */
function nice(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= step * 0.999);
}
