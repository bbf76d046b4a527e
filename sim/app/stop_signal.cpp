#include "app/stop_signal.h"

#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <string>

#include "core/called_as.h"
#include "core/errors.h"
#include "io/characters.h"
#include "study_file/progress_file.h"

namespace resettle {

namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

/// Nothing else may be done in a signal handler; a message that cannot be written is not missed.
template <std::size_t kSize>
void say(const char (&text)[kSize]) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, kSize - 1);
}

/// Read by a signal handler, which may not touch a std::string that changes.
using Name = std::array<char, 4096>;
Name unfinished_file;
std::array<Name, 8> pilot_files;  // empty: none
Name pilot_folder;

/// What the second signal says, in one piece.
struct LastWords {
  std::array<char, 8192> text;
  Name progress;  ///< of which the text speaks; empty: of none
  std::array<char, 8192> without_progress;
};

/// Those that are not used are the next ones.
std::array<LastWords, 2> last_words;
std::atomic<const LastWords*> current_last_words{&last_words[0]};
static_assert(std::atomic<const LastWords*>::is_always_lock_free, "a signal handler reads it");

LastWords& next_last_words() {
  return last_words[current_last_words.load() == &last_words[0] ? 1 : 0];
}

/// As a paragraph, cut if it is too long.
void put(const std::string& text, std::array<char, 8192>& place) {
  const std::string line = "\n" + visible(text) + "\n";
  place[line.copy(place.data(), place.size() - 1)] = '\0';
}

/// False if it is too long; such a path cannot be made either.
bool keep(const std::filesystem::path& path, Name& name) {
  const std::string& text = path.string();
  if (text.size() >= name.size()) return false;
  text.copy(name.data(), text.size());
  name[text.size()] = '\0';
  return true;
}

extern "C" void on_signal(int signal) {
  if (stop.exchange(true)) {
    if (signal == SIGHUP) return;  // shell and system both tell of a terminal that is gone
    const LastWords& words = *current_last_words.load();
    // The run may not have noticed yet that somebody has removed it.
    const bool missing = words.progress[0] != '\0' && ::access(words.progress.data(), F_OK) != 0;
    const char* text = missing ? words.without_progress.data() : words.text.data();
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, std::strlen(text));
    _exit(128 + signal);
  }
  say("\nStopping: the replicates that are being simulated will be finished and saved (of a large "
      "population, the arms). Once more (Ctrl-C) stops at once.\n");
}

extern "C" void on_signal_while_writing(int signal) {
  if (::unlink(unfinished_file.data()) == 0) say("\nStopped: nothing was written.\n");
  _exit(128 + signal);
}

extern "C" void on_signal_in_pilot(int signal) {
  // Again: other threads may be making these files.
  for (int n = 0; n < 100; ++n) {
    for (const Name& file : pilot_files) {
      if (file[0] != '\0') ::unlink(file.data());
    }
    if (::rmdir(pilot_folder.data()) == 0 || errno != ENOTEMPTY) break;
  }
  say("\nStopped: of a pilot nothing is kept; the same command begins it again.\n");
  _exit(128 + signal);
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction before {};  // 'nohup' has it ignored; else the terminal or connection is gone
  sigaction(SIGHUP, nullptr, &before);
  if (before.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
}

}  // namespace

const std::atomic<bool>& stop_on_signal(const std::filesystem::path& study) {
  LastWords& words = next_last_words();
  const auto progress = ProgressFile::path_for(study);
  if (!keep(progress, words.progress)) words.progress[0] = '\0';
  put("Stopped at once: replicates that were under way are lost, finished ones are saved. To "
      "continue:\n  " +
          command_on("resume", study),
      words.text);
  put("Stopped at once. " + progress.string() +
          " is not there: nothing was saved yet, the run was complete, or somebody has removed it. "
          "Unless it was moved, there is nothing of it to resume.",
      words.without_progress);
  current_last_words.store(&words);
  handle(on_signal);
  return stop;
}

void say_when_stopped_at_once(const std::string& text) {
  LastWords& words = next_last_words();
  words.progress[0] = '\0';
  put(text, words.text);
  current_last_words.store(&words);
}

void remove_on_signal(const std::filesystem::path& unfinished) {
  if (keep(unfinished, unfinished_file)) handle(on_signal_while_writing);
}

void remove_pilot_on_signal(const std::filesystem::path& folder,
                            const std::vector<std::string>& files) {
  require(files.size() <= pilot_files.size(), "a pilot has few files");
  bool kept = keep(folder, pilot_folder);
  for (std::size_t i = 0; i < files.size(); ++i) {
    kept = keep(folder / files[i], pilot_files[i]) && kept;
  }
  if (kept) handle(on_signal_in_pilot);
}

}  // namespace resettle
