#include "processes/moves.h"

#include <algorithm>
#include <vector>

#include "engine/screened.h"
#include "networks/tie_parties.h"

namespace resettle::moves {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"housing.move_rate", "per month", "a household in a private flat moves house", 0, 1},
     effect(&P::move_rate)},
    {{"housing.move_rate_public", "per month", "a household in a public flat moves house", 0, 1},
     effect(&P::move_rate_public)},
    {{"housing.forced_share", "share", "moves that are forced on the household", 0, 1},
     effect(&P::forced_share)},
    {{"housing.move_tie_loss", "share", "ordinary ties of the place that end with a move", 0, 1},
     effect(&P::move_tie_loss)},
};

constexpr auto kMoves = Decision::screened(5, "moves", 0, "the household moves house this month");
constexpr Decision kForced{"moves", 1, "the move is forced on the household"};
constexpr Decision kTieLost{"tie lost by a move", 0, "an ordinary tie ends with a move"};

enum class Move : std::uint8_t { none, wanted, forced };

/// Who moves, by household; those who were pooled last month are there to move. Empty if nobody.
std::vector<Move> households_that_move(const World& world, const P& p) {
  const Households& households = world.households;
  const Persons& people = world.persons;
  std::vector<Move> moves;
  for_blocks(false, households.count(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags lived_in;
    work_out(rows, lived_in,
             [&](std::size_t h) -> std::uint8_t { return households.members[h] != 0 ? 1 : 0; });
    RowValues<float> rate;
    work_out(rows, rate, [&](std::size_t h) {
      return households.housed[h] != 0 ? p.move_rate_public : p.move_rate;
    });
    for_each_at_risk(world, kMoves, rows, lived_in, &rate, [&](std::size_t h, float u) {
      if (u >= rate[h - begin]) return;
      const float forced = world.random.uniform(kForced, people.ticket[h], world.month);
      moves.resize(households.count(), Move::none);
      moves[h] = forced < p.forced_share ? Move::forced : Move::wanted;
    });
  });
  return moves;
}

/// Ordinary ties to hosts, who live in the locality, and to fellows of it who do not move along.
bool is_of_the_place(const Persons& people, std::size_t i, const Tie& tie) {
  if (tie.strong) return false;
  if (tie.kind == TieKind::host) return true;
  return people.locality[tie.other] == people.locality[i] &&
         people.household[tie.other] != people.household[i];
}

/// Ends ties at both ends: the other end may belong to somebody who does not move.
void lose_ties(World& world, const P& p, std::size_t i) {
  const Persons& people = world.persons;
  const auto is_lost = [&](const Tie& tie) {
    const Parties pair = parties_of(people, i, tie);
    return is_of_the_place(people, i, tie) &&
           world.random.uniform(kTieLost, pair.one, world.month, pair.other) < p.move_tie_loss;
  };
  for (const Tie& tie : world.ties.of(i)) {
    if (tie.kind == TieKind::host || !is_lost(tie)) continue;
    world.ties.remove_if(tie.other, [&](const Tie& back) {
      return back.kind == TieKind::coethnic && back.other == i;
    });
  }
  world.ties.remove_if(i, is_lost);
}

void step(World& world, const P& p) {
  const auto moves = households_that_move(world, p);
  if (moves.empty()) return;
  Persons& people = world.persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Move move = moves[people.household[i]];
    if (move == Move::none || !people.in_south(i) || people.in_facility(i)) continue;
    if (move == Move::forced) {
      people.forced_move_month[i] = static_cast<std::int16_t>(world.month.index);
    }
    lose_ties(world, p, i);
  }
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"moves",
       "Households move house within their locality, oftener from private "
       "flats; a move costs ties, and some are forced.",
       "MODEL2 3; housing survey (H04), eviction and health (H05)",
       {"presence", "labour_state", "household", "locality", "households", "ties"},
       {"forced_move_month", "ties"},
       {kMoves, kForced, kTieLost}},
      kTable, step);
}

}  // namespace resettle::moves
