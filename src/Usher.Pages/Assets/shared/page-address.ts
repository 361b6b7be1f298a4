/** Where the page was opened below the site: an organization's own address, such as /o/harbour-cinema; mostly "". */
export const pageBase = document.documentElement.dataset.base ?? "";

/** A path of the site as it is called from this page: whoever came by an organization's address stays there. */
export function addressOn(path: string, base = pageBase): string {
  return base + path;
}
