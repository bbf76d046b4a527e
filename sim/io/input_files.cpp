#include "io/input_files.h"

namespace resettle {

std::string input_name(const std::filesystem::path& file) {
  return file.lexically_normal().generic_string();
}

}  // namespace resettle
