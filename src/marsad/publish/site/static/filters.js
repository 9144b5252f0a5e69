// Leaves empty fields out of the address, so that a link to a filtered list says only what was asked.
const form = document.querySelector("form.filters");
form?.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});
document.documentElement.dataset.ready = "1";
