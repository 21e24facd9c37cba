/// One attribute of a tag, as it is written.
struct PageAttribute {
  var name: Range<Int>
  /// Without quotation marks.
  var value: Range<Int>
  var hash: AttributeNames.Hash
  /// Where the white space in front of it begins.
  var blank = 0
  /// Behind the value and its quotation marks.
  var end: Int
  var isLeftOut = false
}
