"""What the shop says on its pages of information, one module a page. Blocks are (kind, text): h a heading, p a
paragraph, li a point of a list, box a paragraph in a frame. A merchant's own terms are not here: they are published."""
