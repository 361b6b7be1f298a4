// The bookings that this device has seen.
import { forget, keptBookings } from "../shared/kept-bookings";
import { timeText, venueTimeText } from "../shared/times";

const list = document.querySelector<HTMLElement>("[data-kept]");
const none = document.querySelector<HTMLElement>("[data-none]");

function show(): void {
  const kept = keptBookings();
  none?.toggleAttribute("hidden", kept.length > 0);
  list?.replaceChildren(...kept.map(({ id, name, starts, local, zone, seats }) => {
    const item = document.createElement("li");
    item.className = "card";
    const text = item.appendChild(document.createElement("div"));
    const link = text.appendChild(document.createElement("a"));
    link.href = `/bookings/${encodeURIComponent(id)}`;
    link.textContent = name;
    const line = text.appendChild(document.createElement("p"));
    line.className = "small soft num";
    const at = new Date(starts);
    // What was kept before shows had a time zone has none.
    line.textContent = `${local && zone ? venueTimeText(at, local, zone, "brief") : timeText(at, "brief")} · ${seats}`;
    const button = item.appendChild(document.createElement("button"));
    button.className = "btn plain";
    button.type = "button";
    button.textContent = "Forget";
    button.setAttribute("aria-label", `Forget ${name}, ${seats}`);
    button.addEventListener("click", () => {
      forget(id);
      show();
    });
    return item;
  }));
}

show();
