/**
 * What must work before anything else has arrived: leaving at once.
 *
 * It runs inside the first page. The address that somebody lands on is the weather office: a page
 * that anybody might have open.
 */
const INNOCENT = "https://www.tmd.go.th/";
const ESCAPES = 3;

let escapes = 0;

function leave(): void {
  document.documentElement.hidden = true;
  try {
    sessionStorage.clear();
  } finally {
    location.replace(INNOCENT);
  }
}

document.querySelector("[data-action=exit]")?.addEventListener("click", leave);
document.addEventListener("keydown", ({ key }) => {
  escapes = key === "Escape" ? escapes + 1 : 0;
  if (escapes === ESCAPES) leave();
});
