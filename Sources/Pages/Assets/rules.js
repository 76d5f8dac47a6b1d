// Works out rules of the pack in the browser, as the server does in memory and in SQL: `Sources/Expressions/Evaluation.swift` line by line.
// A rule is JSON; a value is true or false, a number or null, a text, or for dates the days since 1970-01-01 or null.
window.huyingRules = (() => {
  "use strict";
  const isText = (type) => type === "text" || type === "choice" || type === "choices";
  const texts = new Set(["concat", "substr", "substring-before", "substring-after", "string", "format-date"]);
  const dates = new Set(["add-days", "today"]);
  const truths = new Set(["and", "or", "not", "empty", "=", "!=", "<", "<=", ">", ">=", "contains", "starts-with", "ends-with", "regex", "selected"]);
  const typeOf = (rule) => {
    if ("apply" in rule) {
      if (truths.has(rule.apply)) return "truth";
      if (texts.has(rule.apply)) return "text";
      if (dates.has(rule.apply)) return "date";
      if (rule.apply === "if" || rule.apply === "coalesce") { const [one, other] = rule.to.slice(-2).map(typeOf); return one === other ? one : "text"; }
      return "number";
    }
    return rule.type || rule.missing || ["truth", "number", "text", "date"].find((key) => key in rule);
  };

  // Shortest digits, without exponent.
  const plain = (number) => {
    const shortest = String(number === 0 ? 0 : number);
    const found = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(shortest);
    if (!found) return shortest;
    const [, sign, whole, part = "", exponent] = found;
    const digits = (whole + part).replace(/0+$/, "") || "0";
    const point = whole.length + Number(exponent);
    if (point <= 0) return sign + "0." + "0".repeat(-point) + digits;
    if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
    return sign + digits.slice(0, point) + "." + digits.slice(point);
  };
  const iso = (day) => {
    const date = new Date(day * 86_400_000);
    return [String(date.getUTCFullYear()).padStart(4, "0"), date.getUTCMonth() + 1, date.getUTCDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const numberOf = (text) => {
    const found = /^[ \t\r\n]*(-?(?:[0-9]+[.]?[0-9]*|[.][0-9]+))[ \t\r\n]*$/.exec(text);
    return found && text.length <= 300 ? Number(found[1]) : null;
  };
  const first = -719162;
  const last = 2932896;

  class Evaluation {
    constructor(field, today) { this.field = field; this.today = today; }

    value(rule) {
      if ("apply" in rule) return this.apply(rule.apply, rule.to);
      if ("field" in rule) {
        const kept = this.field(rule.field);
        if (kept === undefined || kept === null) return isText(rule.type) ? "" : rule.type === "truth" ? false : null;
        return kept;
      }
      if ("missing" in rule) return null;
      return rule.truth ?? rule.number ?? rule.date ?? rule.text;
    }

    text(rule) {
      const value = this.value(rule);
      if (value === null) return "";
      const type = typeOf(rule);
      return type === "number" ? plain(value) : type === "date" ? iso(value) : type === "truth" ? (value ? "true" : "false") : value;
    }

    scalars(rule) { return [...this.text(rule)]; }
    empty(rule) { const value = this.value(rule); return value === null || value === ""; }

    equal(one, other) {
      const [a, b] = [this.value(one), this.value(other)];
      return a !== null && b !== null && a === b;
    }

    compared(parts, order) {
      const [a, b] = parts.map((part) => this.value(part));
      return a !== null && b !== null && order(a, b);
    }

    numbers(parts, work) {
      const all = parts.map((part) => this.value(part));
      if (all.some((one) => one === null)) return null;
      const result = work(...all);
      return Number.isFinite(result) ? result : null;
    }

    codes(rule) { return this.text(rule).split(" ").filter(Boolean); }

    apply(operation, parts) {
      switch (operation) {
      case "and": return this.value(parts[0]) && this.value(parts[1]);
      case "or": return this.value(parts[0]) || this.value(parts[1]);
      case "not": return !this.value(parts[0]);
      case "if": return this.value(parts[0]) ? this.value(parts[1]) : this.value(parts[2]);
      case "coalesce": { const given = this.value(parts[0]); return given === null || given === "" ? this.value(parts[1]) : given; }
      case "empty": return this.empty(parts[0]);
      case "=": return this.equal(parts[0], parts[1]);
      case "!=": return !this.equal(parts[0], parts[1]);
      case "<": return this.compared(parts, (a, b) => a < b);
      case "<=": return this.compared(parts, (a, b) => a <= b);
      case ">": return this.compared(parts, (a, b) => a > b);
      case ">=": return this.compared(parts, (a, b) => a >= b);
      case "+": return this.numbers(parts, (a, b) => a + b);
      case "-": case "days-between": return this.numbers(parts, (a, b) => a - b);
      case "*": return this.numbers(parts, (a, b) => a * b);
      case "div": return this.numbers(parts, (a, b) => (b === 0 ? NaN : a / b));
      case "mod": return this.numbers(parts, (a, b) => (b === 0 ? NaN : a - b * Math.trunc(a / b)));
      case "negate": return this.numbers(parts, (a) => -a);
      case "int": return this.numbers(parts, Math.trunc);
      case "abs": return this.numbers(parts, Math.abs);
      case "round": return this.numbers(parts, (a, places) => { let scale = 1; for (let n = 0; n < places; n += 1) scale *= 10; return Math.floor(a * scale + 0.5) / scale; });
      case "pow": return this.numbers(parts, (a, times) => { let power = 1; for (let n = 0; n < times; n += 1) power *= a; return power; });
      case "min": return this.numbers(parts, Math.min);
      case "max": return this.numbers(parts, Math.max);
      case "add-days": return this.numbers(parts, (day, days) => { const sum = day + Math.floor(days); return Math.abs(days) < 10_000_000 && sum >= first && sum <= last ? sum : NaN; });
      case "decimal-date-time": return this.value(parts[0]);
      case "today": return this.today;
      case "format-date": return this.formatted(parts);
      case "number": return numberOf(this.text(parts[0]));
      case "string": return this.text(parts[0]);
      case "string-length": return this.scalars(parts[0]).length;
      case "count-selected": return this.codes(parts[0]).length;
      case "concat": return parts.map((part) => this.text(part)).join("");
      case "contains": return this.text(parts[0]).includes(this.text(parts[1]));
      case "starts-with": return this.text(parts[0]).startsWith(this.text(parts[1]));
      case "ends-with": return this.text(parts[0]).endsWith(this.text(parts[1]));
      case "substr": return this.substring(parts);
      case "substring-before": { const [all, part] = [this.text(parts[0]), this.text(parts[1])]; const at = all.indexOf(part); return at < 0 ? "" : all.slice(0, at); }
      case "substring-after": { const [all, part] = [this.text(parts[0]), this.text(parts[1])]; const at = all.indexOf(part); return at < 0 ? "" : all.slice(at + part.length); }
      case "regex": return new RegExp(`^(?:${this.text(parts[1])})$`, "u").test(this.text(parts[0]));
      case "selected": return this.codes(parts[0]).includes(this.text(parts[1]));
      default: throw new Error(`no operation ${operation}`);
      }
    }

    formatted([date, pattern]) {
      const day = this.value(date);
      if (day === null) return "";
      const [year, month, number] = iso(day).split("-");
      const written = { Y: year, y: year.slice(2), m: month, n: String(Number(month)), d: number, e: String(Number(number)) };
      return this.text(pattern).replace(/%([Yymnde])/g, (_, key) => written[key]);
    }

    substring(parts) {
      const all = this.scalars(parts[0]);
      const places = parts.slice(1).map((part) => this.value(part));
      if (places.some((place) => place === null)) return "";
      const from = Math.max(0, Math.trunc(places[0]));
      const to = Math.min(all.length, Math.trunc(places[1] ?? all.length));
      return from < to ? all.slice(from, to).join("") : "";
    }
  }

  return {
    value: (rule, field, today) => new Evaluation(field, today).value(rule),
  };
})();
