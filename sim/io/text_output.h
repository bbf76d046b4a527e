#pragma once

#include <filesystem>
#include <string_view>

namespace resettle {

/// Writes a text file, replacing one of that name. Errors: InputError if it cannot be written.
void write_text_file(const std::filesystem::path& file, std::string_view text);

}  // namespace resettle
