#include "processes/tie_endings.h"

#include <algorithm>
#include <bit>
#include <span>

#include "core/prepared_draws.h"
#include "engine/world.h"
#include "networks/tie_parties.h"

namespace resettle::tie_endings {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"ties.coethnic_dissolution", "per month", "an ordinary co-ethnic tie ends", 0, 1},
     effect(&P::coethnic_dissolution)},
    {{"ties.host_dissolution", "per month", "an ordinary tie to a host ends", 0, 1},
     effect(&P::host_dissolution)},
    {{"ties.coethnic_late", "per month", "more co-ethnic ties end after ten years in the South", 0,
      1},
     effect(&P::coethnic_late)},
    {{"ties.host_young_factor", "factor", "ties to hosts end more often in their first year", 0,
      10},
     effect(&P::host_young_factor, 1)},
    {{"ties.host_old_factor", "factor", "and less often after three years", 0, 10},
     effect(&P::host_old_factor, 1)},
    {{"ties.mentored_factor", "factor", "host ties end less often while mentored", 0, 2},
     effect(&P::mentored_factor, 1).of("mentoring")},
};

constexpr auto kTieEnds =
    Decision::screened_pair(4, "tie ends", 0, "an ordinary tie ends this month");

/// Those who died or left lose their ties, and the others the ties to them.
void isolate_who_left(World& world) {
  const Persons& people = world.persons;
  for_blocks(false, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags left;
    work_out(rows, left, [&](std::size_t i) -> std::uint8_t {
      return !people.in_south(i) & (world.ties.degree(i) > 0);
    });
    for_each_flagged(rows, left,
                     [&](std::size_t i) { world.ties.isolate(static_cast<PersonIndex>(i)); });
  });
}

constexpr int kLateStay = 120;  // months in the South; MODEL2 6
constexpr int kYoungTie = 12;   // months
constexpr int kOldTie = 36;     // months

bool is_low(const Tie& tie, Month month) {
  return (tie.low_months >> place_in_window(month) & 1U) != 0;
}

void draw_low_months_of(const World& world, std::size_t i, Tie& tie) {
  const Parties pair = parties_of(world.persons, i, tie);
  tie.low_months = world.random.screen(kTieEnds, pair.one, world.month, pair.other).low_months();
}

/// The month's number of a tie whose months of the window are known.
float number_of(const World& world, std::size_t i, const Tie& tie) {
  const Parties pair = parties_of(world.persons, i, tie);
  if (!is_low(tie, world.month)) {
    return world.random.uniform(kTieEnds, pair.one, world.month, pair.other);
  }
  const auto draws = world.random.draws(kTieEnds, pair.one, world.month, pair.other);
  return low_uniform(kTieEnds, draws.word(kTieEnds));
}

/// Ties in a low month, one bit a tie; new ones, whose low months are not drawn, are among them.
std::uint32_t in_low_month(std::span<const Tie> ties, std::uint32_t place) {
  std::uint32_t low = 0;
  for (std::size_t n = 0; n < ties.size(); ++n) {
    low |= (static_cast<std::uint32_t>(ties[n].low_months) >> place & 1U) << n;
  }
  return low;
}

/// Months in the South of who of the two came first; both ends give the same.
int stay_of(const World& world, std::size_t i, const Tie& tie) {
  const auto& arrival = world.persons.arrival_month;
  return world.month.index - std::min(arrival[i], arrival[tie.other]);
}

/// Ordinary ties of one person end by chance; the same is decided at their other ends. The low
/// months of ties that are new are drawn. `every_tie`: others than those in a low month may end.
void end_by_chance(World& world, const P& p, std::size_t i, bool every_tie) {
  const float by_mentor = world.persons.has_mentor(i) ? p.mentored_factor : 1.0F;
  const std::span<Tie> ties = world.ties.of(i);
  std::uint32_t may_end =
      every_tie ? (1U << ties.size()) - 1U : in_low_month(ties, place_in_window(world.month));
  std::uint32_t ending = 0;  // one bit a tie as well
  bool changes = false;
  for (; may_end != 0; may_end &= may_end - 1) {
    const auto n = static_cast<std::size_t>(std::countr_zero(may_end));
    Tie& tie = ties[n];
    const bool is_new = tie.low_months == Tie::kNotDrawn;
    changes |= is_new;
    if (tie.strong) continue;
    if (is_new) draw_low_months_of(world, i, tie);
    const float rate = tie.kind == TieKind::host
                           ? by_mentor * host_rate(p, world.month.index - tie.since)
                           : coethnic_rate(p, stay_of(world, i, tie));
    const bool possible = is_low(tie, world.month) | (rate > screen_limit(kTieEnds));
    if (possible && number_of(world, i, tie) < rate) ending |= 1U << n;
  }
  if (ending != 0) {
    world.ties.remove_if(i,
                         [n = 0, ending](const Tie&) mutable { return (ending >> n++ & 1U) != 0; });
  }
  if (changes || ending != 0) world.ties.note_low_months(i);
}

/// Draws the low months of all ties of the rows, for a new window: many ties at once, those of
/// kPersonsAtOnce persons.
void draw_low_months(World& world, Rows rows) {
  constexpr std::size_t kPersonsAtOnce = kBlockSize / TieBook::kSlots;
  for (std::size_t first = rows.begin; first < rows.end; first += kPersonsAtOnce) {
    const std::size_t last = std::min(first + kPersonsAtOnce, rows.end);
    RowValues<std::uint32_t> one;
    RowValues<std::uint32_t> other;
    std::size_t count = 0;
    for (std::size_t i = first; i < last; ++i) {
      for (const Tie& tie : world.ties.of(i)) {
        const Parties pair = parties_of(world.persons, i, tie);
        one[count] = pair.one;
        other[count++] = pair.other;
      }
    }
    RowValues<std::uint16_t> low;
    screen_pairs(kTieEnds, world.random, world.month, {0, count}, one, other, low);
    count = 0;
    for (std::size_t i = first; i < last; ++i) {
      for (Tie& tie : world.ties.of(i)) tie.low_months = low[count++];
      world.ties.note_low_months(i);
    }
  }
}

void end_ties(World& world, const P& p) {
  isolate_who_left(world);
  TieBook& ties = world.ties;
  const bool new_window = ties.begin_window(window_of(world.month));
  const float of_host =
      p.host_dissolution * std::max({1.0F, p.host_young_factor, p.host_old_factor});
  const float largest =
      std::max({p.coethnic_dissolution + p.coethnic_late, of_host, of_host * p.mentored_factor});
  const bool everybody = largest > screen_limit(kTieEnds);
  const auto this_month = static_cast<std::uint16_t>(1U << place_in_window(world.month));
  for_blocks(world.parallel, ties.persons(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    if (new_window) draw_low_months(world, rows);
    RowFlags some;
    work_out(rows, some, [&](std::size_t i) -> std::uint8_t {
      const bool low = (ties.low_months(i) & this_month) != 0;
      return (low | everybody) & (ties.degree(i) > 0);
    });
    for_each_flagged(rows, some, [&](std::size_t i) { ties.fetch(i); });
    for_each_flagged(rows, some, [&](std::size_t i) { end_by_chance(world, p, i, everybody); });
  });
}

}  // namespace

float coethnic_rate(const Parameters& p, int stay) {
  return p.coethnic_dissolution + (stay > kLateStay ? p.coethnic_late : 0.0F);
}

float host_rate(const Parameters& p, int age) {
  const float by_age = age < kYoungTie ? p.host_young_factor
                       : age > kOldTie ? p.host_old_factor
                                       : 1.0F;
  return p.host_dissolution * by_age;
}

std::unique_ptr<Process> process() {
  return make_process<P>({"ties end",
                          "Ordinary ties end by chance, young ones to hosts more often; ties to "
                          "those who died or left end.",
                          "MODEL 9.1, MODEL2 6; Mollenhorst, Roy 2022, Burt 2002 (turnover, S10)",
                          {"presence", "arrival_month", "mentor_months_left", "ties"},
                          {"ties"},
                          {kTieEnds}},
                         kTable, end_ties);
}

}  // namespace resettle::tie_endings
