// The pages of an agreement were once one page. An address written down then names a place of it (#geschichte,
// #absatz-p06-2): if that place is on another page now, go there. Without this script the link to that page is marked.

function pageOf(name) {
  const links = [...document.querySelectorAll("nav[data-former] a[data-former]")];
  return links.find((link) => link.dataset.former.split(" ").some((former) => (former.endsWith("-") ? name.startsWith(former) : name === former)));
}

function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  const link = name && pageOf(name);
  const place = document.getElementById(name);
  if (link && (!place || place === link)) location.replace(`${link.href}#${encodeURIComponent(name)}`);
}

follow();
addEventListener("hashchange", follow);
