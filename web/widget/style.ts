/** Adopted by the shadow root: no inline style, so that a strict content security policy has nothing to refuse. */
export const STYLE = `
:host{all:initial;position:fixed;inset-block-end:16px;inset-inline-end:16px;z-index:2147483000;font:16px/1.4 system-ui,sans-serif;color:#1b1b1f;color-scheme:light}
*{box-sizing:border-box;font:inherit;color:inherit}
[hidden]{display:none!important}
button{cursor:pointer;border:0;border-radius:8px;padding:10px 16px;background:#0b5cad;color:#fff}
button.plain{background:transparent;color:#0b5cad;padding:6px 8px}
button.icon{font-size:18px;line-height:1;min-width:36px;min-height:36px}
svg.clip{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;vertical-align:-3px}
button.danger{background:#b3261e}
.thread{flex:1;min-height:0;display:flex;flex-direction:column}
button.file{text-align:start;text-decoration:underline;padding:4px 0;overflow-wrap:anywhere}
button:focus-visible,input:focus-visible,textarea:focus-visible{outline:3px solid #0b5cad;outline-offset:2px}
button:disabled{background:#5f6368}
.window{width:min(360px,calc(100vw - 32px));height:min(560px,calc(100vh - 96px));display:flex;flex-direction:column;background:#fff;border:1px solid #c4c7c5;border-radius:12px;box-shadow:0 8px 24px #0003;margin-block-end:12px;overflow:hidden}
header{display:flex;align-items:center;justify-content:space-between;gap:8px;padding:10px 14px;background:#f1f3f9}
h2{margin:0;font-size:17px;font-weight:600}
.state,.notice{margin:0;padding:6px 14px;font-size:14px;background:#fff}
.notice{background:#fff3cd;color:#3d2e00}
form{display:flex;flex-direction:column;gap:10px;padding:14px}
form.compose{gap:6px;border-block-start:1px solid #c4c7c5;padding:10px}
form.compose textarea{resize:none}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:8px}
.compose .row button[type=submit]{margin-inline-start:auto}
.typing{margin:0;padding:2px 14px 6px;font-size:14px;font-style:italic}
.after{flex:0 1 auto;overflow:auto;max-height:60%;border-block-start:1px solid #c4c7c5}
fieldset{border:0;margin:0;padding:0}
legend{padding:0;font-weight:600}
small{font-size:13px}
label.score{flex:1;flex-direction:row;align-items:center;justify-content:center;min-height:36px;padding:0 4px}
label.score input{margin:0;min-width:20px;min-height:20px;padding:0}
label{display:flex;flex-direction:column;gap:4px}
input,textarea{border:1px solid #5f6368;border-radius:8px;padding:8px;background:#fff}
.log{flex:1;overflow:auto;padding:14px;display:flex;flex-direction:column;gap:8px}
.log p{margin:0;max-width:85%;padding:8px 12px;border-radius:12px;background:#eceff5;white-space:pre-wrap;overflow-wrap:anywhere}
.log p.customer{align-self:flex-end;background:#d3e4f8}
.log p.pending{background:#f1f3f9;color:#44474a}
.log span{display:block;font-size:13px;color:#44474a}
.hidden-label{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (prefers-color-scheme:dark){:host{color:#e3e3e8;color-scheme:dark}.window,.state,input,textarea{background:#1b1b1f}button.danger{background:#f2b8b5;color:#601410}.window,.after,form.compose{border-color:#44474a}input,textarea{border-color:#8e9199}button:focus-visible,input:focus-visible,textarea:focus-visible{outline-color:#9cc7f7}header{background:#2b2d33}.log p{background:#33363d}.log p.customer{background:#0f3d6b}.log p.pending{background:#2b2d33;color:#c4c7c5}.log span{color:#c4c7c5}button.plain{color:#9cc7f7}.notice{background:#4a3b00;color:#ffe9a8}}
@media (forced-colors:active){.log p,.window,button{border:1px solid}.log p.customer{border-inline-end-width:4px}}
`;
