using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Which chat gets the tickets of which directions, and who may act there, in hocon.conf.</summary>
public sealed class RouteKeysTests
{
    [Fact]
    public void The_file_as_shipped_has_neither_routes_nor_a_list_of_managers()
    {
        var shipped = HoconFile.Parse(Real, "hocon.conf").Company;

        Assert.Empty(shipped.Routes);
        Assert.Null(shipped.Managers);
    }

    [Fact]
    public void The_examples_in_the_file_as_shipped_can_be_taken_as_they_are()
    {
        var routes = Real.Split('\n').SkipWhile(line => line != "  # routes = [")
            .TakeWhile(line => line.StartsWith("  #", StringComparison.Ordinal)).Select(line => line["  #".Length..]);
        var managers = Real.Split('\n').Single(line => line.StartsWith("  # managers = ", StringComparison.Ordinal))["  #".Length..];

        var company = HoconFile.Parse($"{Real}\nvizteh {{\n{string.Join('\n', routes)}\n{managers}\n}}\n", "hocon.conf").Company;

        Assert.Equal(
            [
                new TicketRoute("Знаки", -1001234567890, 12), new TicketRoute("Стелы", -1001234567890, 12),
                new TicketRoute("Брендирование", -1009876543210),
            ],
            company.Routes);
        Assert.Equal([123456789, 987654321], company.Managers!.Order());
    }

    [Fact]
    public void A_route_leads_to_a_group_or_to_a_person() => Assert.Equal(
        [new TicketRoute("Знаки", 42), new TicketRoute("Стелы", -100)],
        Parse("routes = [\n{ directions = [\"Знаки\"], chat = 42 }\n{ directions = [\"Стелы\"], chat = \"-100\" }\n]").Routes);

    [Fact]
    public void An_empty_list_of_routes_is_none() => Assert.Empty(Parse("routes = []").Routes);

    [Fact]
    public void A_private_chat_whose_person_is_not_on_the_list_of_managers_is_known_and_without_a_list_there_is_none()
    {
        var settings = TestSettings.WithoutServers(ShippedForm.Company) with { ManagerChatIds = [5, 6, -7] };
        var listed = settings with
        {
            Company = settings.Company with
            {
                Managers = new HashSet<long> { 6 },
                Routes = [new TicketRoute("Стелы", 8), new TicketRoute("Знаки", -9)],
            },
        };

        Assert.Empty(settings.ManagersLeftOut);
        Assert.Equal([5, 8], listed.ManagersLeftOut);
    }

    [Theory]
    [InlineData("{ directions = [\"Знак\"], chat = -5 }", "directions has \"Знак\", which is no choice of the question direction: did "
        + "you mean \"Знаки\"")]
    [InlineData(
        "{ directions = [\"?\"], chat = -5 }", "directions has \"?\", which is no choice of the question direction; there are Знаки, ")]
    [InlineData("{ directions = [\"Знаки\"] }", "chat is missing: write the number of a chat, such as -1001234567890")]
    [InlineData("{ directions = [\"Знаки\"], chat = \"@signs\" }", "chat must be the number of a chat, such as -1001234567890")]
    [InlineData("{ directions = [\"Знаки\"], chat = 0 }", "chat must be the number of a chat, such as -1001234567890")]
    [InlineData("{ directions = [\"Знаки\"], chat = -5, topic = \"Знаки\" }", "topic must be a whole number from ")]
    [InlineData("{ directions = [\"Знаки\"], chat = -5, topic = 0 }", "topic must be above 0: leave it out for no topic")]
    [InlineData("{ chat = -5 }", "directions is missing: list answers to the question, as in ")]
    [InlineData("{ directions = \"Знаки\", chat = -5 }", "directions must be a list: ")]
    [InlineData("{ directions = [], chat = -5 }", "directions has 0 entries; 1 to 100 are possible")]
    [InlineData("{ directions = [\"Знаки\", \"Знаки\"], chat = -5 }", "directions has \"Знаки\" 2 times; ")]
    [InlineData("{ direction = \"Знаки\", directions = [\"Знаки\"], chat = -5 }", "direction is not known: did you mean directions")]
    public void A_mistake_in_a_route_is_refused_with_its_place(string route, string mistake) => AssertStarts(
        $"hocon.conf: vizteh.routes, route 1: {mistake}", Refused($"routes = [ {route} ]"));

    [Fact]
    public void A_direction_has_one_route() => AssertStarts(
        "hocon.conf: vizteh.routes, route 2: directions has \"Знаки\", which is in route 1 already",
        Refused("routes = [\n{ directions = [\"Знаки\"], chat = -5 }\n{ directions = [\"Стелы\", \"Знаки\"], chat = -6 }\n]"));

    [Theory]
    [InlineData("routes = \"Знаки\"", "routes must be a list: ")]
    [InlineData("routes { directions = [\"Знаки\"], chat = -5 }", "routes must be a list: ")]
    [InlineData("routes = [ \"Знаки\" ]", "routes, route 1 must be a section, as in ")]
    public void Routes_are_a_list_of_sections(string written, string mistake) =>
        AssertStarts($"hocon.conf: vizteh.{mistake}", Refused(written));

    [Theory]
    [InlineData("id = direction\n", "id = trade\n", "needs a question with the id direction, whose answer decides where a ticket goes")]
    public void Routes_need_the_question_that_they_go_by(string shipped, string changed, string mistake) => AssertStarts(
        $"hocon.conf: vizteh.routes {mistake}",
        Assert.Throws<SettingsException>(() => HoconFile.Parse(
            $"{Real.Replace(shipped, changed, StringComparison.Ordinal)}\n"
            + "vizteh.routes = [ { directions = [\"Знаки\"], chat = -5 } ]\n", "hocon.conf")).Message);

    [Theory]
    [InlineData("[1087968824]", "has 1087968824, which stands for all anonymous administrators of a group, not for a person: remove it")]
    [InlineData("[42, 777000]", "has 777000, which stands for Telegram itself, and the posts of a group's channel, not for a person")]
    [InlineData("[136817688]", "has 136817688, which stands for everybody who writes in the name of a channel, not for a person")]
    [InlineData("[\"@maria\"]", "has \"@maria\", which is no number of a person: [123456789, 987654321]")]
    [InlineData("[-100]", "has \"-100\", which is no number of a person")]
    [InlineData("[0]", "has \"0\", which is no number of a person")]
    [InlineData("[]", "is empty, so nobody could act: leave it out to let everybody in the managers' chats act")]
    [InlineData("42", "must be a list of the numbers of people: ")]
    [InlineData("all", "must be a list of the numbers of people: ")]
    public void A_mistake_in_the_list_of_managers_is_refused(string written, string mistake) =>
        AssertStarts($"hocon.conf: vizteh.managers {mistake}", Refused($"managers = {written}"));

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(
        3, Refused("routes = [ { directions = [\"?\"] } ]\nvizteh.managers = [777000]").Split('\n').Length);

    private static CompanySettings Parse(string written) => HoconFile.Parse($"{Real}\nvizteh.{written}\n", "hocon.conf").Company;

    private static string Refused(string written) => Assert.Throws<SettingsException>(() => Parse(written)).Message;

    private static void AssertStarts(string expected, string actual) => Assert.StartsWith(expected, actual, StringComparison.Ordinal);
}
