import { timeText } from "./times";

/** Puts shows under the months of the reader's time zone: the server used those of UTC. */
export function groupByMonth(within: ParentNode): void {
  const place = within.querySelector("[data-months]");
  const heading = place?.querySelector("h2");
  const list = place?.querySelector("ul");
  if (!place || !heading || !list) {
    return;
  }

  const shows = [...place.querySelectorAll("li")];
  if (shows.every((show) => monthOf(show) === show.parentElement?.previousElementSibling?.textContent?.trim())) {
    return;
  }

  const groups: HTMLElement[] = [];
  let month = "";
  let rows = list;
  for (const show of shows) {
    if (monthOf(show) !== month) {
      month = monthOf(show);
      const title = heading.cloneNode() as HTMLElement;
      title.textContent = month;
      rows = list.cloneNode() as HTMLUListElement;
      groups.push(title, rows);
    }

    rows.append(show);
  }

  place.replaceChildren(...groups);
}

const monthOf = (show: Element): string => timeText(new Date(show.querySelector("time")?.dateTime ?? ""), "month");
