using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Telegram vouches for the number of the client's own account, and for no other.</summary>
public sealed class VerifiedPhoneTests
{
    private const string Own = "79161234567";

    [Fact]
    public void The_own_contact_is_marked_and_the_ticket_is_told()
    {
        var client = Dialogue.At(Ids.Phone).Shares(Own);
        Assert.True(PhoneOf(client).IsVerified);

        var sent = Assert.IsType<Form.Submitting>(client.Presses("Отправить").Form);

        Assert.Equal(ShippedForm.Answer(Ids.Phone, "+79161234567") with { IsVerified = true }, sent.Answers[Ids.Phone]);
        Assert.Single(sent.Answers.Given, answer => answer.IsVerified);
    }

    [Fact]
    public void The_review_reads_the_same_for_a_typed_number() => Assert.Equal(
        Dialogue.At(Ids.Phone).Types("+79161234567").LastSaid, Dialogue.At(Ids.Phone).Shares(Own).LastSaid);

    [Fact]
    public void The_contact_of_another_person_is_taken_as_a_number_and_never_marked()
    {
        Assert.Equal(("+79161234567", false), Read(Dialogue.At(Ids.Phone).Shares(Own, own: false)));
        Assert.Equal(("+79161234567", false), Read(Changing(Dialogue.At(Ids.Phone).Shares(Own)).Shares(Own, own: false)));
    }

    [Fact]
    public void A_typed_number_is_not_marked() =>
        Assert.Equal(("+79161234567", false), Read(Dialogue.At(Ids.Phone).Types("+79161234567")));

    [Theory]
    [InlineData("8 916 123-45-67", "+79161234567", true)]
    [InlineData("Оставить как есть", "+79161234567", true)]
    [InlineData("8 916 123-45-68", "+79161234568", false)]
    [InlineData("8 916 123-45-67 доб. 5", "+79161234567;ext=5", false)]
    [InlineData("8 916 123-45-67, 8 495 363-20-42", "+79161234567, +74953632042", false)]
    public void Typed_after_it_was_shared_a_number_stays_marked_only_if_it_is_the_same(string typed, string number, bool isVerified) =>
        Assert.Equal((number, isVerified), Read(Changing(Dialogue.At(Ids.Phone).Shares(Own)).Types(typed)));

    [Fact]
    public void A_number_that_took_the_place_of_the_shared_one_is_not_marked_nor_is_the_shared_one_when_it_is_typed_later()
    {
        var client = Changing(Dialogue.At(Ids.Phone).Shares(Own)).Types("8 495 363-20-42");

        Assert.Equal(("+79161234567", false), Read(Changing(client).Types("8 916 123-45-67")));
        Assert.Equal(("+79161234567", true), Read(Changing(client).Shares(Own)));
    }

    [Fact]
    public void An_edit_to_another_number_is_not_marked_and_to_the_same_number_leaves_the_mark()
    {
        var client = Changing(Dialogue.At(Ids.Phone).Shares(Own)).Types("8 916 123-45-67");

        Assert.Null(client.Edits(Ids.Phone, "+7 916 123-45-67").Last.Event);
        Assert.Equal(("+79161234567", true), Read(client));
        Assert.Equal(("+79161234568", false), Read(client.Edits(Ids.Phone, "+7 916 123-45-68")));
    }

    [Theory]
    [InlineData("88801234567", "+88801234567")]
    [InlineData("+88801234567", "+88801234567")]
    [InlineData("8888123", "+8888123")]
    [InlineData("88812345678901", "+88812345678901")]
    [InlineData("888123456789012", "+888123456789012")]
    public void An_anonymous_number_is_taken_from_a_contact(string shared, string number) =>
        Assert.Equal((number, true), Read(Dialogue.At(Ids.Phone).Shares(shared)));

    [Fact]
    public void An_answer_without_the_mark_is_another_answer()
    {
        var typed = ShippedForm.Answer(Ids.Phone, "+79161234567");
        var shared = typed with { IsVerified = true };

        Assert.NotEqual(typed, shared);
        Assert.NotEqual(Answers.None.With(typed), Answers.None.With(shared));
        Assert.NotEqual(new SentAnswers([typed], []), new SentAnswers([shared], []));
        Assert.Equal(shared, Answers.None.With(typed).With(shared)[Ids.Phone]);
    }

    private static Dialogue Changing(Dialogue client) => client.Presses("Изменить").Presses("Телефон");

    private static Answer PhoneOf(Dialogue client) => Assert.IsType<Form.Reviewing>(client.Form).Answers[Ids.Phone]!;

    private static (string Number, bool IsVerified) Read(Dialogue client) => (PhoneOf(client).Value, PhoneOf(client).IsVerified);
}
