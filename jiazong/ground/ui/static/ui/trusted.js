// htmx turns pieces of our own pages into elements. Pages allow that to one policy (Trusted Types), and to no other script.

if (window.trustedTypes && window.htmx) {
  const policy = window.trustedTypes.createPolicy("jiazong-pieces", {
    createHTML: (piece) => {
      if (/<script/i.test(piece)) throw new TypeError("a piece of a page carries no script");
      return piece;
    },
  });
  window.htmx.registerExtension("jiazong-trusted", { init: (inner) => inner.initSecurity(policy) });
}
