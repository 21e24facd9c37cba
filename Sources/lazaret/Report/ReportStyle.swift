import Foundation
import LazaretCore

/// How a report looks, on a screen in light and in dark and on paper.
///
/// The colours of states are of Okabe and Ito's palette, which people with any kind of colour vision tell apart; on
/// paper without colour the gaps between parts and the tables do.
enum ReportStyle {
  static let sheet: StaticString = """

    :root { color-scheme: light dark; --ink: #1c2126; --soft: #59636e; --line: #d5dbe1; --page: #ffffff;
      --panel: #f5f7f9; --clean: #009e73; --masked: #56b4e9; --quarantined: #d55e00; --unscreened: #4d4d4d;
      --plain: #0072b2; --pale: #a9b4be; --warm: #e69f00; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6e9ec; --soft: #9aa5b0; --line: #363e47; --page: #14181c; --panel: #1d2329;
        --unscreened: #c9ced3; --plain: #4aa3df; --pale: #67727d; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.5rem 4rem; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .2rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.2rem; margin: 2.8rem 0 .8rem; padding-top: .8rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1rem; margin: 1.6rem 0 .6rem; }
    h4 { font-size: .85rem; font-weight: 600; margin: .8rem 0 .2rem; }
    p { margin: .4rem 0; max-width: 60rem; }
    .soft, .none, caption, footer { color: var(--soft); }
    nav ul, .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding: 0; margin: .6rem 0; }
    nav { font-size: .9rem; }
    a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .2em; }
    .tiles { display: flex; flex-wrap: wrap; gap: .7rem; margin: 1.4rem 0; }
    .tiles div { flex: 1 1 7rem; background: var(--panel); border-radius: 6px; padding: .7rem .9rem; }
    .tiles dt { font-size: .82rem; color: var(--soft); }
    .tiles dd { margin: 0; font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
    .attention { margin: .4rem 0; padding: 0 0 0 1.2rem; }
    .attention li { margin: .3rem 0; }
    .pair { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 1rem 2.2rem; align-items: start; }
    figure { margin: 0; }
    .chart { display: block; width: 100%; max-width: 560px; height: auto; }
    .chart text { font-size: 12px; fill: var(--ink); font-variant-numeric: tabular-nums; }
    .chart .label, .chart .to { text-anchor: end; }
    .chart .tick { fill: var(--soft); font-size: 11px; }
    .chart rect { stroke: var(--page); stroke-width: 1; }
    .axis { stroke: var(--line); stroke-width: 1; }
    .key { width: .75em; height: .75em; margin-right: .45em; }
    .legend { font-size: .85rem; }
    .clean { fill: var(--clean); } .masked { fill: var(--masked); } .quarantined { fill: var(--quarantined); }
    .unscreened { fill: var(--unscreened); } .plain { fill: var(--plain); } .pale { fill: var(--pale); }
    .warm { fill: var(--warm); }
    .scroll { overflow-x: auto; margin: 0 0 1rem; }
    .runs { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); margin-bottom: 1.2rem; }
    table { border-collapse: collapse; width: 100%; font-size: .87rem; }
    caption { text-align: left; font-size: .85rem; padding-bottom: .3rem; }
    th, td { text-align: left; vertical-align: top; padding: .28rem 1rem .28rem 0; border-bottom: 1px solid var(--line);
      font-weight: 400; }
    .name { overflow-wrap: anywhere; min-width: 6.5rem; }
    thead th { color: var(--soft); font-size: .8rem; vertical-align: bottom; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    thead .n { white-space: normal; } th:last-child, td:last-child { padding-right: 0; }
    time { white-space: nowrap; font-variant-numeric: tabular-nums; }
    footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); font-size: .85rem; }
    @media (max-width: 52rem) { .pair, .runs { grid-template-columns: minmax(0, 1fr); } }
    @media print {
      :root { --ink: #000000; --soft: #444444; --line: #bbbbbb; --page: #ffffff; --panel: #ffffff; --unscreened: #4d4d4d;
        --plain: #0072b2; --pale: #a9b4be; }
      body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      nav { display: none; } .scroll { overflow: visible; } table { font-size: 8pt; }
      .tiles div { border: 1px solid var(--line); }
      figure, tr, h2, h3 { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } }

    """

  /// What a browser may do with the page: show it in this style, and nothing else.
  static var contentSecurityPolicy: String {
    let hex = Array(Digest(of: "\(sheet)").hex.utf8)
    let bytes = stride(from: 0, to: hex.count - 1, by: 2).compactMap {
      UInt8(String(decoding: hex[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
    let hash = Data(bytes).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
  }
}
