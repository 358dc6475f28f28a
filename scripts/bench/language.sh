#!/usr/bin/env bash
# What templates, filters and the matching of triggers cost, on one thread and
# without a server. Medians of many rounds of 1,000 steps.
#
#   --accounts N       accounts of the large population, of ten triggers each
#                      (default 100000)
#   --rounds N         rounds of each measurement (default 300)
#
# render_us     rendering a JSON body of 400 bytes with 12 variables
# filter_ns     evaluating a filter of four terms that are all true
# match_growth  instructions for matching one state of any account with the large
#               population registered, against 100 accounts with 1,000 triggers;
#               match_1k_instructions, match_1m_instructions. Counted one by one
#               (ptrace), so the same in every run.
# match_time_growth  the same in time, with states of 100 accounts in both, which
#               take turns within one run. Median of the ratios. This is what
#               registered triggers cost those who have nothing to do with them.
#               match_1k_us, match_1m_us are the times.
# match_cold_*  the same with the caches emptied before each state
# match_any_account_*  the large population with states of all its accounts at
#               random, against the small one: what then grows is not the work
#               but the memory that it touches, which no cache holds
set -euo pipefail
accounts=100000 rounds=300
if [[ $GANCHO_BENCH_SMOKE == true ]]; then accounts=1000 rounds=20; fi
while (($# > 0)); do
  case $1 in
    --accounts) accounts=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    *)
      sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
      exit 2
      ;;
  esac
  shift
done
figures=$(build/release/gancho-bench-language --accounts="$accounts" \
  --rounds="$rounds")
if [[ $GANCHO_BENCH_JSON == true ]]; then
  jq -c . <<<"$figures"
else
  jq . <<<"$figures"
fi
