package dev.berth.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Amazon ECS documents of the language, and what is left open there. */
class ClusterQueryTest {
    private static final SeenInstance WEB =
            SeenInstance.with(
                    Map.of(
                            "ecs.instance-type", "t2.small",
                            "ecs.availability-zone", "us-east-1a",
                            "stack", "prod",
                            "disks", "12",
                            "team/owner", "a b",
                            "a\\b", "c\\d",
                            "ecs.capability.external", ""));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "attribute:ecs.instance-type == t2.small; true",
                "attribute:ecs.availability-zone in [us-east-1a, us-east-1b]; true",
                "attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone !="
                        + " us-east-1d; false",
                "attribute:ecs.instance-type =~ t2.* and attribute:ecs.availability-zone !="
                        + " us-east-1d; true",
                "task:group == service:production; true",
                "not(task:group == database); true",
                "not(task:group == service:production); false",
                "runningTasksCount == 1; false",
                "runningTasksCount == 3; true",
                "agentVersion < 1.14.5; false",
                "registeredAt < 2018-02-13; false",
                "ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']; true",
            })
    void theExamplesOfEcsSelectWhatTheySay(String query, boolean selected) throws Exception {
        assertThat(QueryLanguage.parse(query).matches(WEB)).isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "agentConnected == true; agentConnected equals true; true",
                "agentConnected != true; agentConnected not_equals true; false",
                "agentConnected in [true]; agentConnected in [true]; true",
                "agentConnected !in [true]; agentConnected not_in [true]; false",
                "agentConnected =~ t.*; agentConnected matches t.*; true",
                "agentConnected !~ t.*; agentConnected not_matches t.*; false",
                "agentVersion == 1.90; agentVersion equals 1.90; true",
                "agentVersion > 1.9.9; agentVersion greater_than 1.9.9; true",
                "agentVersion >= 1.90.0; agentVersion greater_than_equal 1.90.0; true",
                "agentVersion < 1.90.0-rc1; agentVersion less_than 1.90.0-rc1; false",
                "agentVersion <= 1.90.0; agentVersion less_than_equal 1.90.0; true",
                "agentVersion != 1.90.1; agentVersion not_equals 1.90.1; true",
                "attribute:disks > 9; attribute:disks greater_than 9; true",
                "attribute:disks <= 12; attribute:disks less_than_equal 12; true",
                "attribute:stack < test; attribute:stack less_than test; true",
                "attribute:stack >= test; attribute:stack greater_than_equal test; false",
                "attribute:stack exists; attribute:stack exists; true",
                "attribute:stack !exists; attribute:stack not_exists; false",
                "attribute:none !exists; attribute:none not_exists; true",
                "attribute:none != prod; attribute:none not_equals prod; false",
                "attribute:stack != test; attribute:stack not_equals test; true",
                "attribute:none !in [a, b]; attribute:none not_in [a, b]; false",
                "attribute:none !~ p.*; attribute:none not_matches p.*; false",
                "not(attribute:none == prod); !(attribute:none equals prod); true",
                "task:group != web; task:group not_equals web; true",
                "attribute:none < prod; attribute:none less_than prod; false",
                "attribute:stack !in [test, 'prod']; attribute:stack not_in [test,prod]; false",
                "attribute:team/owner == 'a b'; attribute:team/owner equals \"a b\"; true",
                "attribute:ecs.capability.external exists; attribute:ecs.capability.external =="
                        + " ''; true",
                "attribute:ecs.instance-type=~'(t2|t3)\\..*';"
                        + " attribute:ecs.instance-type matches t[23][.].*; true",
                "attribute:a\\b == c\\d; attribute:a\\b exists; true",
                "ec2InstanceId !~ i-[0-9a-f]{8}; ec2InstanceId not_matches i-[0-9a-f]{8}; false",
                "registeredAt == 2018-06-18T22:28:28+00:00; registeredAt equals"
                        + " 2018-06-18T22:28:28Z; true",
                "registeredAt == 2018-06-18T22:28:28; registeredAt equals 2018-06-18; true",
                "registeredAt > 2018-06-18; registeredAt >= 2018-06-18T22:28:28; true",
                "registeredAt <= 2018-06-19T00:28:29+02:00; registeredAt < 2018-06-19; true",
                "registeredAt != 2018-06-18T22:28:28.500Z; registeredAt > 2018-06-19; false",
                "runningTasksCount >= 3; runningTasksCount greater_than_equal 3; true",
                "runningTasksCount < 10; runningTasksCount less_than 10; true",
                "task:group in [a, family:web]; task:group matches family:.*; true",
                "task:group !in [a, b]; task:group not_matches x.*; true",
                "task:group exists; not task:group !exists; true",
                "attribute:stack == prod && runningTasksCount > 5;"
                        + " attribute:stack == prod and runningTasksCount > 5; false",
                "attribute:stack == prod || runningTasksCount > 5;"
                        + " attribute:stack == prod or runningTasksCount > 5; true",
                "!attribute:stack == prod; not attribute:stack == prod; false",
                "attribute:stack==prod||attribute:none exists&&attribute:none exists;"
                        + " attribute:stack == prod or (attribute:none exists and"
                        + " attribute:none exists); true",
                "(attribute:stack == prod or attribute:none exists) and runningTasksCount > 5;"
                        + " ((attribute:stack == prod) or attribute:none exists) and"
                        + " (runningTasksCount > 5); false",
            })
    void symbolsAndWordsSayTheSame(String symbols, String words, boolean selected)
            throws Exception {
        assertThat(QueryLanguage.parse(symbols).matches(WEB)).isEqualTo(selected);
        assertThat(QueryLanguage.parse(words).matches(WEB)).isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "agentConnected == true; agentConnected is false",
                "agentVersion > 1; agentVersion is unknown",
                "agentVersion != 1; agentVersion is unknown",
                "attribute:stack != prod; attribute:stack is missing",
                "ec2InstanceId !in [i-1]; ec2InstanceId is unknown",
                "attribute:stack == prod; attribute:stack is missing",
                "ec2InstanceId == i-1; ec2InstanceId is unknown",
                "registeredAt > 2018-06-18; registeredAt is 1970-01-01T00:00:00Z",
                "runningTasksCount > 0; runningTasksCount is 0",
                "task:group == a; no task group has a task there",
                "not(agentConnected == false); agentConnected is false",
                "runningTasksCount == 0 and attribute:stack exists; attribute:stack is missing",
                "runningTasksCount > 0 or attribute:a exists;"
                        + " runningTasksCount is 0 and attribute:a is missing",
                "not(runningTasksCount == 0 and agentConnected == false);"
                        + " runningTasksCount is 0 and agentConnected is false",
            })
    void aMismatchNamesWhatWasFound(String query, String found) throws Exception {
        assertThat(QueryLanguage.parse(query).mismatch(SeenInstance.bare())).contains(found);
    }

    @Test
    void aMismatchQuotesValues() throws Exception {
        assertThat(QueryLanguage.parse("attribute:stack == test").mismatch(WEB))
                .contains("attribute:stack is \"prod\"");
        assertThat(QueryLanguage.parse("task:group == x").mismatch(WEB))
                .contains("task:group is [family:web, service:production]");
        assertThat(QueryLanguage.parse("attribute:stack == prod").mismatch(WEB)).isEmpty();
    }
}
