using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>How what a manager searches for is read.</summary>
public sealed class TicketSearchTests
{
    [Theory]
    [InlineData("+7 (916) 123-45-67")]
    [InlineData("8 916 123 45 67")]
    [InlineData("89161234567")]
    [InlineData("+79161234567")]
    [InlineData("8-916-123-45-67 доб. 12")]
    [InlineData("+7916.123.45.67,ext=12")]
    [InlineData("(916) 123–45–67")]
    [InlineData("+7 916 123‑45‑67")]
    [InlineData("8\u00A0916\u00A0123−45—67")]
    public void A_phone_is_recognised_in_any_notation(string written)
    {
        var search = TicketSearch.Read(written);

        Assert.Equal(["tel:9161234567"], search.Phones.Select(phone => phone.Key));
        Assert.Equal("", search.Words);
    }

    [Theory]
    [InlineData("123-45-67", "tel:1234567")]
    [InlineData("+375 29 123 45 67", "tel:5291234567")]
    public void A_phone_without_its_code_or_of_another_country_is_recognised(string written, string key) =>
        Assert.Equal([key], TicketSearch.Read(written).Phones.Select(phone => phone.Key));

    [Theory]
    [InlineData("34", 34L, false, "34")]
    [InlineData("№34", 34L, true, "")]
    [InlineData("# 34", 34L, true, "")]
    [InlineData("34 вывески", null, false, "34 вывески")]
    [InlineData("вывеска 5х3", null, false, "вывеска 5х3")]
    public void A_number_is_that_of_a_ticket_when_it_stands_alone(string written, long? number, bool isOnly, string words)
    {
        var search = TicketSearch.Read(written);

        Assert.Equal((number, isOnly, words), (search.Number, search.IsNumberOnly, search.Words));
    }

    [Fact]
    public void Digits_alone_may_be_a_phone_as_well_as_a_number()
    {
        var search = TicketSearch.Read("9161234567");

        Assert.Equal(9161234567L, search.Number);
        Assert.Equal([new SearchedPhone("tel:9161234567", "9161234567")], search.Phones);
        Assert.Equal("", search.Words);
    }

    [Theory]
    [InlineData("открытые стелы", SearchedStates.Open, "стелы")]
    [InlineData("Стелы Закрытые", SearchedStates.Closed, "Стелы")]
    [InlineData("отозванная", SearchedStates.Withdrawn, "")]
    [InlineData("стелы в работе", SearchedStates.InWork, "стелы")]
    [InlineData("свободные", SearchedStates.Free, "")]
    [InlineData("открытые закрытые", SearchedStates.Open | SearchedStates.Closed, "")]
    [InlineData("открытка в работах", SearchedStates.None, "открытка в работах")]
    [InlineData("ООО «Открытые двери» закрытые", SearchedStates.Closed, "ООО Открытые двери")]
    [InlineData("\"закрытые склады\"", SearchedStates.None, "закрытые склады")]
    [InlineData("- открытые,", SearchedStates.Open, "")]
    public void A_state_is_recognised_among_the_words(string written, SearchedStates states, string words)
    {
        var search = TicketSearch.Read(written);

        Assert.Equal((states, words), (search.States, search.Words));
    }

    [Theory]
    [InlineData("@Anna_K", "@anna_k", "")]
    [InlineData("тверь @anna", "@anna", "тверь")]
    [InlineData("почта anna@mail.ru", null, "почта anna@mail.ru")]
    [InlineData("@анна", null, "@анна")]
    [InlineData("@a'b", "@a", "'b")]
    public void A_username_is_recognised_and_nothing_else_with_that_sign(string written, string? key, string words)
    {
        var search = TicketSearch.Read(written);

        Assert.Equal(key is null ? [] : [key], search.Keys);
        Assert.Equal(words, search.Words);
    }

    [Fact]
    public void Whatever_is_written_is_read_in_bounded_time_and_its_keys_hold_no_sign_of_the_querys_language()
    {
        var random = new Random(17);
        const string Signs = "аБя1234567890 @_-+().№#«»'\\&|!:*<>ёdob доб. ext=\n\u00A0\U0001F600";
        for (var round = 0; round < 2_000; round++)
        {
            var written = string.Concat(Enumerable.Range(0, random.Next(0, 140)).Select(_ => Signs[random.Next(Signs.Length)]));

            var search = TicketSearch.Read(written);

            Assert.All(search.Keys, key => Assert.Matches("^@[a-z][a-z0-9_]*$", key));
            Assert.All(search.Phones, phone => Assert.Matches("^tel:([0-9]{7}|[0-9]{10})$", phone.Key));
            Assert.InRange(search.Words.Length, 0, TicketSearch.Longest);
        }
    }
}
