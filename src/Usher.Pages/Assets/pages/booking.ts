// A booking's page: the clock of its hold, the question before seats are released, and the list on this device.
import { busy } from "../shared/busy-button";
import { addressOf, keep, keptTicket } from "../shared/kept-bookings";
import { startDialogs } from "../shared/dialogs";
import { watchHold } from "../shared/hold-watch";
import { pageBase } from "../shared/page-address";
import { watchTicket } from "../shared/ticket-watch";

const order = document.querySelector<HTMLElement>("[data-booking]");
const hold = document.querySelector<HTMLElement>("[data-hold]");
if (order?.dataset.booking) {
  const { booking, show, name = "", starts = "", local, zone, seats = "" } = order.dataset;
  const ticket = order.dataset.ticket ?? stillGood(keptTicket(booking));
  const until = hold?.dataset.expiresAt ?? null;
  keep({ id: booking, show: Number(show), name, starts, local, zone, seats, until, ticket, base: pageBase });
  if (hold) {
    watchHold(hold, booking);
  } else if ("sold" in order.dataset) {
    if (ticket && !order.dataset.ticket) {
      // Opened by the booking's number, on the device that has its ticket.
      location.replace(addressOf({ id: booking, ticket }));
    }

    watchTicket(booking);
  }
}

// What this page was opened with, and did not show the ticket, will not show it another time.
function stillGood(ticket: string | undefined): string | undefined {
  return ticket === new URLSearchParams(location.search).get("ticket") ? undefined : ticket;
}

startDialogs(document);

document.querySelector("[data-print]")?.addEventListener("click", () => print());

const form = document.querySelector<HTMLFormElement>("form.confirm");
const email = form?.querySelector<HTMLInputElement>("input[type=email]");
const error = form?.querySelector<HTMLElement>("[data-error]");
form?.addEventListener("submit", (event) => {
  const button = event.submitter instanceof HTMLButtonElement ? event.submitter : form.querySelector("button");
  if (form.querySelector("[aria-busy]")) {
    event.preventDefault();
    return;
  }

  // More time may be requested before there is an address.
  const isConfirming = !button?.formNoValidate;
  if (isConfirming && email && error && !email.validity.valid) {
    event.preventDefault();
    error.textContent = "Enter an e-mail address such as name@example.com";
    email.setAttribute("aria-invalid", "true");
    email.closest(".field")?.classList.add("wrong");
    email.focus();
  } else if (button) {
    const end = busy(button, isConfirming ? "Confirming…" : "One moment…");
    // With the browser's back button the page comes back as it was.
    addEventListener("pageshow", end, { once: true });
  }
});
