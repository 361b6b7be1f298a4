// Times in the reader's own zone, in the same form as the server writes them in UTC.
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const weekdayShort = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const month = new Intl.DateTimeFormat("en-GB", { month: "long" });
const monthShort = new Intl.DateTimeFormat("en-GB", { month: "short" });

const two = (value: number): string => String(value).padStart(2, "0");
const clock = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;

const forms: Record<string, (at: Date) => string> = {
  full: (at) => `${weekday.format(at)} ${at.getDate()} ${month.format(at)} ${at.getFullYear()}, ${clock(at)}`,
  brief: (at) => `${weekdayShort.format(at)} ${at.getDate()} ${monthShort.format(at)}, ${clock(at)}`,
  moment: (at) => `${clock(at)}:${two(at.getSeconds())}`,
  clock,
  weekday: (at) => weekdayShort.format(at),
  day: (at) => String(at.getDate()),
  month: (at) => `${month.format(at)} ${at.getFullYear()}`,
};

export function timeText(at: Date, form: string): string {
  return forms[form]?.(at) ?? at.toISOString();
}

export function localise(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-form]")) {
    time.title = time.textContent ?? "";
    time.textContent = timeText(new Date(time.dateTime), time.dataset.form ?? "full");
  }
}
