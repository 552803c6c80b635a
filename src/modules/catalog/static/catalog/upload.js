// Shows how far an import is, second by second, and once it has ended its whole page anew.
const EVERY = 1000; // milliseconds

async function look(bar) {
  try {
    // Who was signed out meanwhile would be led to the log-in page: there is nothing to show then.
    const answer = await fetch(bar.dataset.progress, { redirect: "error" });
    const { going_on, rows, total, said } = await answer.json();
    if (!going_on) return location.reload();
    if (total) [bar.max, bar.value] = [total, rows];
    bar.nextElementSibling.textContent = said;
  } catch {
    // The shop is away for a moment: the next look may find it.
  }
  setTimeout(look, EVERY, bar);
}

// The admin loads its scripts before the page is there.
document.addEventListener("DOMContentLoaded", () => {
  const bar = document.querySelector("progress[data-progress]");
  if (bar) setTimeout(look, EVERY, bar);
});
