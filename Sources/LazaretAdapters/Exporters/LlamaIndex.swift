package import LazaretCore

/// One LlamaIndex `TextNode` a line, for `TextNode.from_dict`. The node's source is its document, so that
/// `delete_ref_doc` finds all of it.
package struct LlamaIndex: Exporter {
  package let name = "llamaindex"
  package let deltaKey: String? = "id_"

  package init() {}

  /// What says nothing about the subject: it would only be noise in an embedding or a prompt.
  private static let technical = [
    "document_id", "media_type", "ordinal", "start", "end", "sha256", "masked", "masks", "screened_by",
    "policy", "run_id", "released_by", "review",
  ]

  package func row(for chunk: CleanChunk, isUpsert: Bool) -> [UInt8] {
    JSONText.line { json in
      if isUpsert { json.field("op", "upsert") }
      json.field("id_", chunk.id.text)
      json.key("metadata")
      json.provenance(of: chunk)
      json.key("excluded_embed_metadata_keys")
      json.strings(Self.technical + ["source", "uri"])
      json.key("excluded_llm_metadata_keys")
      json.strings(Self.technical)
      json.key("relationships")
      json.object { json in
        // `NodeRelationship.SOURCE` is "1", and `ObjectType.DOCUMENT` is "4".
        json.key("1")
        json.object { json in
          json.field("node_id", chunk.documentID.text)
          json.field("node_type", "4")
          json.key("metadata")
          json.object { _ in }
          json.field("class_name", "RelatedNodeInfo")
        }
      }
      json.field("text", chunk.text)
      json.field("mimetype", "text/plain")
      json.field("class_name", "TextNode")
    }
  }
}
