#include "io/input_files.h"

namespace resettle {

namespace {

// Reading goes through many hands (studies, scenarios, tables), none of which has a say in where
// the files come from; so whoever reads a study says it once, for the thread that reads.
thread_local InputFiles* noted = nullptr;
thread_local const InputFiles* read_from = nullptr;

}  // namespace

std::string input_name(const std::filesystem::path& file) {
  return file.lexically_normal().generic_string();
}

InputsNoted::InputsNoted(InputFiles& files) : before_(noted) { noted = &files; }
InputsNoted::~InputsNoted() { noted = before_; }

InputsFrom::InputsFrom(const InputFiles& files) : before_(read_from) { read_from = &files; }
InputsFrom::~InputsFrom() { read_from = before_; }

namespace input_files {

const InputFiles* kept() { return read_from; }

void note(const std::filesystem::path& file, const std::string& text) {
  if (noted != nullptr) (*noted)[input_name(file)] = text;
}

}  // namespace input_files

}  // namespace resettle
