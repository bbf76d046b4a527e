#include "study/verify.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/seal.h"
#include "io/sha256.h"
#include "study/run_study.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

/// "place\twhat\n": what the reading process tells.
void tell(int pipe, const std::string& place, std::string what) {
  std::replace(what.begin(), what.end(), '\n', ' ');
  const std::string line = place + '\t' + what + '\n';
  for (std::size_t at = 0; at < line.size();) {
    const auto written = ::write(pipe, line.data() + at, line.size() - at);
    if (written <= 0) return;  // nobody listens any more
    at += static_cast<std::size_t>(written);
  }
}

/// On some damage libhdf5 1.10 never comes back (H5HG_read on a heap of zeros): the signal ends the
/// process unless the next step begins within half a minute, and a second for every 5 MB there are.
void have_patience(const fs::path& study) {
  constexpr std::uintmax_t kBytesPerSecond = 5'000'000;
  std::error_code error;
  const auto bytes = fs::file_size(study, error);
  ::alarm(30 + static_cast<unsigned>(error ? 0 : bytes / kBytesPerSecond));
}

void compare_values(const LabelledFile& file, const fs::path& study, int pipe) {
  const Group group = file.group("verification");
  const auto arms = group.text("arm").read();
  const auto replicates = group.variable("replicate").read<std::int32_t>();
  for (std::size_t a = 0; a < arms.size(); ++a) {
    for (std::size_t r = 0; r < replicates.size(); ++r) {
      for (const auto& [result, digest] : kept_digests(file, a, r)) {
        const std::string place =
            fmt::format("{} (arm {}, replicate {})", result, arms[a], replicates[r]);
        have_patience(study);
        try {
          if (digest_of_values(file, result, a, r) != digest) {
            tell(pipe, place, "the values are not those that were written");
          }
        } catch (const std::exception& error) {
          tell(pipe, place, fmt::format("cannot be read: {}", error.what()));
        }
      }
    }
  }
}

/// The work of the reading process.
void look_through(const fs::path& study, int pipe) {
  try {
    have_patience(study);
    const auto file = LabelledFile::open_unchecked(study);
    for (const auto& label : changed_labels(file)) {
      tell(pipe, label, "a label, text, attribute or shape is not that which was written");
    }
    compare_values(file, study, pipe);
  } catch (const std::exception& error) {
    tell(pipe, study.string(), fmt::format("cannot be read: {}", error.what()));
  }
}

std::string read_all(int pipe) {
  std::string text;
  std::vector<char> piece(1 << 16);
  for (;;) {
    const auto count = ::read(pipe, piece.data(), piece.size());
    if (count <= 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
}

std::vector<Finding> parse(const std::string& told) {
  std::vector<Finding> findings;
  for (std::size_t at = 0; at < told.size();) {
    const auto end = std::min(told.find('\n', at), told.size());
    const auto tab = std::min(told.find('\t', at), end);
    findings.push_back({told.substr(at, tab - at), told.substr(tab + 1, end - tab - 1)});
    at = end + 1;
  }
  return findings;
}

}  // namespace

std::vector<Finding> find_damage(const fs::path& study) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("cannot make a pipe");
  const pid_t reader = ::fork();
  if (reader < 0) throw std::runtime_error("cannot start a process");
  if (reader == 0) {
    ::close(ends[0]);
    look_through(study, ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  auto findings = parse(read_all(ends[0]));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(reader, &status, 0);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) {
    findings.push_back({study.string(),
                        "the structure of the file is damaged: reading it fails "
                        "(it does not end)"});
  } else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    findings.push_back({study.string(), "the structure of the file is damaged: reading it fails"});
  }
  return findings;
}

std::vector<CellName> sample_of_cells(const ExistingStudy& study, std::size_t count) {
  std::vector<CellName> cells;
  const auto reference = study.file().group("aggregates").text("arm").text_attribute("reference");
  for (const int replicate : study.replicates()) {
    for (const auto& arm : study.arms()) cells.push_back({arm, replicate});
  }
  // In the order of digests that depend on the content of the file, so that nobody can prepare it
  // for the sample; the first cell of the reference comes first.
  const std::string seal = seal_text(study.path());
  const auto place = [&](const CellName& cell) {
    const bool first = cell.arm == reference && cell.replicate == study.replicates().front();
    return std::pair(!first, sha256(fmt::format("{} {} {}", seal, cell.arm, cell.replicate)));
  };
  std::sort(cells.begin(), cells.end(),
            [&](const CellName& a, const CellName& b) { return place(a) < place(b); });
  if (cells.size() > count) cells.resize(count);
  return cells;
}

std::vector<std::string> differences_of(const ExistingStudy& study, const CellName& cell) {
  const StudyPlan plan = plan_of(study.source());
  const auto kept = study.digests(cell.arm, cell.replicate);
  const auto again = simulate_again(plan, cell.arm, cell.replicate).digests;
  std::vector<std::string> different;
  for (const auto& [result, digest] : kept) {
    const auto found = again.find(result);
    if (found == again.end() || found->second != digest) different.push_back(result);
  }
  // What the file has of no cell, an older version of the program did not record.
  const auto recorded = study.file().group("verification").text("result").read();
  for (const auto& [result, digest] : again) {
    const bool known = std::find(recorded.begin(), recorded.end(), result) != recorded.end();
    if (known && !kept.contains(result)) different.push_back(result);
  }
  return different;
}

}  // namespace resettle
