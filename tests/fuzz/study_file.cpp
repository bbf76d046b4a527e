// A study file that is not as it should be. Of an input that is no HDF5 file, the first byte says
// how many bytes follow that decide on the structure of a small study file (small_study.h); what is
// left changes single bytes of that file: position (2 bytes), value. Every file is read as it is,
// where its seal tells of nearly every change, and then with a new seal, as if it had been written
// so.
#include "study_file/existing_study.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzz/outcomes.h"
#include "fuzz/small_study.h"
#include "fuzz/targets.h"
#include "io/seal.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "study_file/verification.h"

namespace resettle::fuzz {

namespace {

namespace fs = std::filesystem;

/// A name in memory; the file is removed at the end.
class ScratchFile {
 public:
  ScratchFile()
      : path_((fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
              ("resettle_fuzz_" + std::to_string(::getpid()) + ".h5")) {}
  ~ScratchFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] std::string read() const {
    std::ifstream stream(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

 private:
  fs::path path_;
};

/// Reads a cell of every arm.
void read_cells(const fs::path& file) {
  const ExistingStudy study(file);
  only_input_errors([&] { return study.source(); });
  only_input_errors([&] { return study.written_by(); });
  const int replicate = study.replicates().back();
  for (const auto& arm : study.arms()) {
    only_input_errors([&] { return study.read(arm, replicate); });
    only_input_errors([&] {
      for (const auto& [result, digest] : study.digests(arm, replicate)) {
        digest_of_values(study.file(), result, study.arm_position(arm),
                         study.replicate_position(replicate));
      }
    });
  }
}

void read_labels(const fs::path& path) {
  const auto file = open_study_file(path);
  only_input_errors([&] { return results_of(file); });
  only_input_errors([&] { return changed_labels(file); });
  only_input_errors([&] { return results_fingerprint(file); });
}

void read_results(const fs::path& file) {
  only_input_errors([&] { return render_json(compare(file)); });
}

void read_all(const fs::path& file) {
  for (const auto read : {read_cells, read_labels, read_results}) {
    only_input_errors([&] { read(file); });
  }
}

bool is_whole_file(const std::string& input) {
  return input.starts_with("\x89HDF") || input.starts_with("Study file");
}

/// Makes the file that the input describes.
void make_file(const std::string& input, const ScratchFile& file) {
  if (is_whole_file(input)) return file.write(input);
  static const std::string intact = [&] {
    write_small_study(file.path(), Choices({}));
    return file.read();
  }();
  const auto structure = input.empty() ? 0 : static_cast<std::uint8_t>(input[0]);
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  std::size_t at = std::min<std::size_t>(input.empty() ? 0 : 1U + structure, input.size());
  std::string study = intact;
  if (structure > 0) {
    write_small_study(file.path(), Choices(bytes.subspan(1, at - 1)));
    study = file.read();
  }
  for (; at + 3 <= bytes.size(); at += 3) {
    const auto place = static_cast<std::size_t>(bytes[at] * 256 + bytes[at + 1]);
    study[place % study.size()] = input[at + 2];
  }
  file.write(study);
}

}  // namespace

int study_file(Bytes input) {
  static const ScratchFile file;
  make_file({input.begin(), input.end()}, file);
  read_all(file.path());
  if (check_seal(file.path()) == Seal::intact) return 0;
  return only_input_errors([&] {
    const std::string sealed = file.read();  // the old seal lies behind the file, whatever is in it
    file.write(sealed.substr(0, sealed.size() - std::min(kSealBytes, sealed.size())));
    write_seal(file.path());
    read_all(file.path());
  });
}

}  // namespace resettle::fuzz
