using VizTeh.Actors.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>What a client does after the thank-you that is no message to the ticket.</summary>
public sealed class AfterThankYouTests
{
    private static readonly string Phone = Dialogue.Firm.Phone;

    [Fact]
    public void The_thank_you_names_the_number_of_the_ticket_and_the_firms_phone()
    {
        var thanks = Dialogue.Thanked(15).LastSaid;

        Assert.Contains("№15", thanks, StringComparison.Ordinal);
        Assert.Contains(Phone, thanks, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnsupportedKind.Sticker, "Стикер", null)]
    [InlineData(UnsupportedKind.Voice, "Голосовое", null)]
    [InlineData(UnsupportedKind.Photo, "Фото", null)]
    [InlineData(UnsupportedKind.Photo, "Фото", "\u200B")]
    [InlineData(UnsupportedKind.Other, "Такое сообщение", null)]
    public void What_has_no_words_is_not_passed_on_and_the_client_hears_so_with_the_firms_phone(
        UnsupportedKind kind, string name, string? caption)
    {
        var client = Dialogue.Thanked(15).Sends(new ClientInput.Unsupported(kind) { Caption = caption });

        Assert.StartsWith(name, client.LastSaid, StringComparison.Ordinal);
        Assert.Contains(Phone, client.LastSaid, StringComparison.Ordinal);
        Assert.DoesNotContain("нажмите", client.LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_writes_behind_a_slash_hears_how_to_write_to_the_manager() =>
        Assert.Contains("без косой черты", Dialogue.Thanked().Types("/urgent call me").LastSaid, StringComparison.Ordinal);

    [Fact]
    public void Who_wants_to_cancel_the_sent_ticket_hears_how()
    {
        var client = Dialogue.Thanked(15).Types("Отменить");

        Assert.Contains("№15", client.LastSaid, StringComparison.Ordinal);
        Assert.Contains(Phone, client.LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_form_can_be_begun()
    {
        var client = Dialogue.Thanked().Types("Оставить заявку", "Анна");

        Assert.Equal(Ids.Organization, Assert.IsType<Form.Asking>(client.Form).Question.Id);
    }
}
