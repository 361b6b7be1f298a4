/** Links to a question open it in a dialog of the same page, also if they were added later. */
export function startDialogs(within: Document | HTMLElement): void {
  within.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-opens]") : null;
    const dialog = link && document.querySelector<HTMLDialogElement>(`#${link.dataset.opens}`);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
  });
}
