// A booking's page: the clock of its hold, the question before seats are released, and the list on this device.
import { busy } from "../shared/busy-button";
import { keep } from "../shared/kept-bookings";
import { startDialogs } from "../shared/dialogs";
import { watchHold } from "../shared/hold-watch";
import { watchTicket } from "../shared/ticket-watch";

const order = document.querySelector<HTMLElement>("[data-booking]");
const hold = document.querySelector<HTMLElement>("[data-hold]");
if (order?.dataset.booking) {
  const { booking, show, name = "", starts = "", local, zone, seats = "" } = order.dataset;
  keep({ id: booking, show: Number(show), name, starts, local, zone, seats, until: hold?.dataset.expiresAt ?? null });
  if (hold) {
    watchHold(hold, booking);
  } else if ("ticket" in order.dataset) {
    watchTicket(booking);
  }
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
