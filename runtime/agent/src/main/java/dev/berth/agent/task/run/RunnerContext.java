package dev.berth.agent.task.run;

import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.plan.TaskPlanner;
import dev.berth.agent.task.postmortem.PostMortemCollector;
import dev.berth.agent.task.postmortem.PostMortemSink;
import java.time.InstantSource;

/**
 * What the runners of all tasks share.
 *
 * @param clock by which a runner plans and waits
 */
record RunnerContext(
        TaskHost host,
        TaskStore store,
        TaskPlanner planner,
        ReportSink reports,
        PostMortemSink postMortems,
        PostMortemCollector collector,
        TaskCounts counts,
        InstantSource clock) {}
