// The search of the theme needs a worker, which browsers refuse to pages that are opened from disk.
// This class executes the script in a hidden frame instead.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const iframe = document.createElement("iframe");
      iframe.hidden = true;
      document.body.append(iframe);
      this.frame = iframe.contentWindow;
      // Firefox replaces the empty document of a new frame later, unless it is written.
      this.frame.document.open();
      this.frame.document.write("<body>");
      this.frame.document.close();
      this.frame.postMessage = (data) =>
        this.dispatchEvent(new MessageEvent("message", { data }));
      const script = this.frame.document.createElement("script");
      script.src = url;
      this.loaded = new Promise((resolve) => (script.onload = resolve));
      this.frame.document.body.append(script);
    }

    postMessage(data) {
      this.loaded.then(() =>
        this.frame.dispatchEvent(new MessageEvent("message", { data })),
      );
    }
  };
}
