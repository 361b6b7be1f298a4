// The page between a form without scripts' help and its seats: does the work, and sends the form again.
import { answerTo } from "../shared/challenge";

const form = document.querySelector<HTMLFormElement>("form[data-challenge]");
const field = form?.querySelector<HTMLInputElement>("[name=challenge-answer]");
if (form && field) {
  field.value = await answerTo({ token: form.dataset.challenge!, bits: Number(form.dataset.bits) });
  form.submit();
}
