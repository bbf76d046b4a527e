#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/scenario.h"

namespace resettle {

/// A part of the description of the model that is made from the program itself.
struct ModelBlock {
  std::string name;  ///< for example "states"
  std::string markdown;
};

/// Names of the blocks, in the order of the description.
std::vector<std::string> model_block_names();

/// One block as Markdown, ending with a newline; values of parameters are those of `baseline`.
/// Throws InputError if there is no such block.
ModelBlock model_block(const std::string& name, const Scenario& baseline);

/// The text with every block between its markers replaced by the present one. The markers stand on
/// lines of their own:
///   <!-- generated: NAME -->
///   <!-- end of generated: NAME -->
/// Throws InputError if a block has no markers, or a marker no block.
std::string with_model_blocks(const std::string& text, const Scenario& baseline);

}  // namespace resettle
