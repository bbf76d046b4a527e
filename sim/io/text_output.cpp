#include "io/text_output.h"

#include <fstream>

#include "core/errors.h"

namespace resettle {

void write_text_file(const std::filesystem::path& file, std::string_view text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (stream) return;
  throw InputError({{file.string()},
                    "",
                    "the file cannot be written",
                    "name a file in a folder that exists and may be written to"});
}

}  // namespace resettle
