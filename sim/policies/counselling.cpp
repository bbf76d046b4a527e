#include "policies/counselling.h"

#include <vector>

#include "policies/course.h"

namespace resettle::counselling {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "counselling",
    {
        {{"policies.counselling.entry_distress", "SD", "open to persons with more distress", -5,
          10},
         level(&P::entry_distress).by_line()},
        {{"policies.counselling.take_up", "per year", "those open to it who take it up", 0, 1},
         effect(&P::take_up).by_line()},
        {{"policies.counselling.months", "months", "length of a course", 1, 60,
          ParameterKind::integer},
         level(&P::months)},
        {{"policies.counselling.sessions", "sessions", "sessions of a course", 0, 200},
         level(&P::sessions)},
        {{"policies.counselling.session_krw", "KRW",
          "price of a session of counselling or therapy, in KRW of 2025", 0, 1e7},
         level(&P::session_krw)},
        borrowed<P>("ngos.reference_effect", &P::reference_effect),
    },
    OfferedTo::holders);

constexpr Decision kTakesUp{"counselling", 0, "counselling is taken up"};
constexpr Decision kRation{"counselling", 1, "order of the queue for counselling"};

/// By locality: the share of those open to counselling on these terms who take it up this month.
std::vector<float> take_up_of(const World& world, const P& terms) {
  std::vector<float> take_up;
  for (std::size_t l = 0; l < world.localities(); ++l) {
    const float coverage = local_coverage(world, terms.coverage, terms.reference_effect, l);
    take_up.push_back(monthly_take_up(coverage, terms.take_up));
  }
  return take_up;
}

/// Who asks for counselling this month; distress is that of the end of the month before.
std::vector<PersonIndex> applicants(const World& world, const P& p) {
  const Persons& people = world.persons;
  std::vector<std::vector<float>> take_up{take_up_of(world, p)};  // by line
  for (const P& line : p.lines) take_up.push_back(take_up_of(world, line));
  const auto open = [&people](const P& terms, std::size_t i) {
    return (people.active[i] != 0) & (people.distress[i] > terms.entry_distress) &
           !people.in_counselling(i);
  };
  return persons_in_lines(world, p, open, [&](std::size_t line, std::size_t i) {
    return world.random.uniform(kTakesUp, people.ticket[i], world.month) <
           take_up[line][people.locality[i]];
  });
}

void step(World& world, const P& p) {
  const std::size_t running = continue_courses(world, p, &Persons::counselling_months_left);
  if (!p.is_on(world.month) || p.coverage <= 0.0F) return;
  const CourseTerms terms{
      .months_left = &Persons::counselling_months_left,
      .months = p.months,
      .krw = course_krw(world, p.sessions, p.session_krw),
      .purse = Purse::counselling,
      .line = LedgerLine::counselling,
      .instrument = CappedInstrument::counselling,
      .place = Place::counselling,
  };
  begin_courses(world, terms,
                ration(world, p, Place::counselling, kRation, applicants(world, p), running));
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"counselling",
       "The distressed take up counselling where organisations reach them.",
       "MODEL 16.2; use of services (M11), effect of programmes (M13)",
       {"active", "distress", "locality", "pilot_group", "organisations", kEligibility},
       {"counselling_months_left", "budgets", "counselling begun"},
       {kTakesUp, kRation}},
      kTable, step);
}

}  // namespace resettle::counselling
