/** Adopted by the shadow root: no inline style, so that a strict content security policy has nothing to refuse. */
export const STYLE = `
:host{all:initial;position:fixed;inset-block-end:16px;inset-inline-end:16px;z-index:2147483000;font:16px/1.4 system-ui,sans-serif;color:#1b1b1f;color-scheme:light}
*{box-sizing:border-box;font:inherit;color:inherit}
[hidden]{display:none!important}
button{cursor:pointer;border:0;border-radius:8px;padding:10px 16px;background:#0b5cad;color:#fff}
button.plain{background:transparent;color:#0b5cad;padding:6px 8px}
button:focus-visible,input:focus-visible,textarea:focus-visible{outline:3px solid #0b5cad;outline-offset:2px}
button:disabled{background:#5f6368}
.window{width:min(360px,calc(100vw - 32px));height:min(560px,calc(100vh - 96px));display:flex;flex-direction:column;background:#fff;border:1px solid #c4c7c5;border-radius:12px;box-shadow:0 8px 24px #0003;margin-block-end:12px;overflow:hidden}
header{display:flex;align-items:center;justify-content:space-between;gap:8px;padding:10px 14px;background:#f1f3f9}
h2{margin:0;font-size:17px;font-weight:600}
.state,.notice{margin:0;padding:6px 14px;font-size:14px;background:#fff}
.notice{background:#fff3cd;color:#3d2e00}
form{display:flex;flex-direction:column;gap:10px;padding:14px}
form.compose{flex-direction:row;border-block-start:1px solid #c4c7c5;padding:10px}
form.compose textarea{flex:1;resize:none}
label{display:flex;flex-direction:column;gap:4px;flex:1}
input,textarea{border:1px solid #5f6368;border-radius:8px;padding:8px;background:#fff}
.log{flex:1;overflow:auto;padding:14px;display:flex;flex-direction:column;gap:8px}
.log p{margin:0;max-width:85%;padding:8px 12px;border-radius:12px;background:#eceff5;white-space:pre-wrap;overflow-wrap:anywhere}
.log p.customer{align-self:flex-end;background:#d3e4f8}
.log p.pending{background:#f1f3f9;color:#44474a}
.log span{display:block;font-size:13px;color:#44474a}
.hidden-label{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (prefers-color-scheme:dark){:host{color:#e3e3e8;color-scheme:dark}.window,.state,input,textarea{background:#1b1b1f}header{background:#2b2d33}.log p{background:#33363d}.log p.customer{background:#0f3d6b}.log p.pending{background:#2b2d33;color:#c4c7c5}.log span{color:#c4c7c5}button.plain{color:#9cc7f7}.notice{background:#4a3b00;color:#ffe9a8}}
@media (forced-colors:active){.log p,.window,button{border:1px solid}}
`;
