/// A way in which a vendor's answers have been seen, or must be feared, to differ from what is answered
/// by default. The raw value is what users type.
package enum SandboxShape: String, Hashable, Sendable, CaseIterable {
  case lakeraDetectMode = "lakera-detect-mode"
  case lakeraNoAction = "lakera-no-action"
  case lakeraUnattributed = "lakera-unattributed"
  case lakeraNoBreakdown = "lakera-no-breakdown"
  case lakeraLevels = "lakera-levels"
  case lakeraBareTypes = "lakera-bare-types"
  case lakeraNullMessageIDs = "lakera-null-message-ids"
  case lakeraStringMessageIDs = "lakera-string-message-ids"
  case lakeraNoMessageIDs = "lakera-no-message-ids"
  case lakeraNoPayload = "lakera-no-payload"
  case lakeraEmptyPayload = "lakera-empty-payload"
  case lakeraNoEcho = "lakera-no-echo"
  case lakeraNoLabels = "lakera-no-labels"
  case lakeraDuplicateSpans = "lakera-duplicate-spans"
  case lakeraUTF16Offsets = "lakera-utf16-offsets"
  case lakeraUTF8Offsets = "lakera-utf8-offsets"
  case lakeraInclusiveEnds = "lakera-inclusive-ends"
  case lakeraShiftedOffsets = "lakera-shifted-offsets"
  case lakeraLintList = "lakera-lint-list"
  case lakeraHealth400 = "lakera-health-400"
  case lakeraNoHealth = "lakera-no-health"
  case lakeraErrorObjects = "lakera-error-objects"
  case lakeraPlainErrors = "lakera-plain-errors"
  case lakeraSelfHosted = "lakera-self-hosted"

  case lassoUnmaskedMessages = "lasso-unmasked-messages"
  case lassoNoMessages = "lasso-no-messages"
  case lassoEmptyMessages = "lasso-empty-messages"
  case lassoUserRole = "lasso-user-role"
  case lassoBytes = "lasso-bytes"
  case lassoUTF16 = "lasso-utf16"
  case lassoBareFindings = "lasso-bare-findings"
  case lassoNoMessageIndex = "lasso-no-message-index"
  case lassoUserAlerts = "lasso-user-alerts"
  case lassoPositiveDeputies = "lasso-positive-deputies"
  case lassoV2Shape = "lasso-v2-shape"

  case layerupContentKey = "layerup-content-key"
  case layerupNoCannedResponse = "layerup-no-canned-response"
}

extension SandboxShape {
  /// One sentence for the help, without its first capital and its full stop.
  package var meaning: String {
    switch self {
    case .lakeraDetectMode: "flagged is always false, rows still detect, and action is detect"
    case .lakeraNoAction: "no action, as older servers answer"
    case .lakeraUnattributed: "flagged as ever, and no row of the breakdown has detected anything"
    case .lakeraNoBreakdown: "no breakdown, even if it was asked for"
    case .lakeraLevels: "rows of the breakdown bear a result, such as l1_confident"
    case .lakeraBareTypes: "detector_type is the category alone: pii for pii/email"
    case .lakeraNullMessageIDs: "message_id is null in rows of the breakdown and of results"
    case .lakeraStringMessageIDs: "message_id is a string everywhere"
    case .lakeraNoMessageIDs: "message_id is left out everywhere"
    case .lakeraNoPayload: "no payload, even if it was asked for"
    case .lakeraEmptyPayload: "payload is an empty list, whatever was detected"
    case .lakeraNoEcho: "items of the payload do not repeat the text"
    case .lakeraNoLabels: "items of the payload have no labels"
    case .lakeraDuplicateSpans: "the payload lists every item twice, the last one first"
    case .lakeraUTF16Offsets: "start and end count UTF-16 units"
    case .lakeraUTF8Offsets: "start and end count UTF-8 bytes"
    case .lakeraInclusiveEnds: "end is the place of the last character, not the one behind it"
    case .lakeraShiftedOffsets: "start and end are one too large"
    case .lakeraLintList: "lint of policies/health is a list"
    case .lakeraHealth400: "policies/health answers 400 for an unknown project"
    case .lakeraNoHealth: "policies/health is 404, as on some deployments"
    case .lakeraErrorObjects: "error is an object with a message"
    case .lakeraPlainErrors: "errors are plain text"
    case .lakeraSelfHosted: "no key is asked for, as by the container"
    case .lassoUnmaskedMessages: "classifix gives the messages back unmasked"
    case .lassoNoMessages: "classifix gives no messages back"
    case .lassoEmptyMessages: "classifix gives an empty list of messages back"
    case .lassoUserRole: "classifix gives every message back as one of the user"
    case .lassoBytes: "start and end count UTF-8 bytes"
    case .lassoUTF16: "start and end count UTF-16 units"
    case .lassoBareFindings: "a finding has an action and nothing else"
    case .lassoNoMessageIndex: "findings do not say which message they are in"
    case .lassoUserAlerts: "what would be masked is a USER_ALERT with its place, and stays unmasked"
    case .lassoPositiveDeputies: "deputies lists only those that found something"
    case .lassoV2Shape: "version 3 answers as version 2 does: no findings, no messages"
    case .layerupContentKey: "the text of canned_response stands in content, not in message"
    case .layerupNoCannedResponse: "canned_response is null"
    }
  }

  /// What a shape decides about an answer. Two shapes that decide the same contradict each other, or
  /// one of them would have no effect.
  enum Aspect: Hashable, Sendable {
    case lakeraAction, lakeraFlag, lakeraRows, lakeraDetectedRows, lakeraLevels, lakeraTypes
    case lakeraMessageIDs
    case lakeraPayload, lakeraEcho, lakeraLabels, lakeraOrder, lakeraUnit, lakeraEnds, lakeraStarts
    case lakeraHealth, lakeraLint, lakeraErrors, lakeraKey
    case lassoMessages, lassoRoles, lassoUnit, lassoFindings, lassoIndex, lassoActions, lassoDeputies
    case layerupCannedResponse
  }

  var decides: Set<Aspect> {
    switch self {
    case .lakeraDetectMode: [.lakeraAction, .lakeraFlag]
    case .lakeraNoAction: [.lakeraAction]
    case .lakeraUnattributed: [.lakeraFlag, .lakeraDetectedRows]
    case .lakeraNoBreakdown: [.lakeraRows, .lakeraDetectedRows, .lakeraLevels]
    case .lakeraLevels: [.lakeraLevels]
    case .lakeraBareTypes: [.lakeraTypes]
    case .lakeraNullMessageIDs, .lakeraStringMessageIDs, .lakeraNoMessageIDs: [.lakeraMessageIDs]
    case .lakeraNoPayload, .lakeraEmptyPayload:
      [
        .lakeraPayload, .lakeraEcho, .lakeraLabels, .lakeraOrder, .lakeraUnit, .lakeraEnds,
        .lakeraStarts,
      ]
    case .lakeraNoEcho: [.lakeraEcho]
    case .lakeraNoLabels: [.lakeraLabels]
    case .lakeraDuplicateSpans: [.lakeraOrder]
    case .lakeraUTF16Offsets, .lakeraUTF8Offsets: [.lakeraUnit]
    case .lakeraInclusiveEnds: [.lakeraEnds]
    case .lakeraShiftedOffsets: [.lakeraStarts]
    case .lakeraLintList: [.lakeraLint]
    case .lakeraHealth400: [.lakeraHealth]
    case .lakeraNoHealth: [.lakeraHealth, .lakeraLint]
    case .lakeraErrorObjects, .lakeraPlainErrors: [.lakeraErrors]
    case .lakeraSelfHosted: [.lakeraKey]
    case .lassoUnmaskedMessages: [.lassoMessages]
    case .lassoNoMessages, .lassoEmptyMessages: [.lassoMessages, .lassoRoles]
    case .lassoUserRole: [.lassoRoles]
    case .lassoBytes, .lassoUTF16: [.lassoUnit]
    case .lassoBareFindings: [.lassoFindings, .lassoUnit, .lassoIndex]
    case .lassoNoMessageIndex: [.lassoIndex]
    case .lassoUserAlerts: [.lassoActions]
    case .lassoPositiveDeputies: [.lassoDeputies]
    case .lassoV2Shape:
      [
        .lassoMessages, .lassoRoles, .lassoUnit, .lassoFindings, .lassoIndex, .lassoActions,
        .lassoDeputies,
      ]
    case .layerupContentKey, .layerupNoCannedResponse: [.layerupCannedResponse]
    }
  }
}
