#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "io/output_file.h"

namespace resettle {

/// The file that a text is to be written to, judged before the text is made: `output_file`, a place
/// where it can be written, and none of these inputs. What is open already (/dev/stdout, or
/// /dev/fd/63 of a shell's `>(command)`) and a device of characters are taken as they are.
/// Errors: InputError.
std::filesystem::path text_output(const OutputName& name,
                                  const std::vector<std::filesystem::path>& inputs);

/// Writes a text file, replacing one of that name in one step: what was there stays if the text
/// cannot be written. Errors: InputError.
void write_text_file(const std::filesystem::path& file, std::string_view text);

}  // namespace resettle
