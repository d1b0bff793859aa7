using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class TicketFilesTextTests
{
    private static readonly FirmTexts Texts = new("VizTeh", "+7", "vizteh.ru");

    [Theory]
    [InlineData(AttachmentKind.Photo, 1, "1 фото")]
    [InlineData(AttachmentKind.Photo, 5, "5 фото")]
    [InlineData(AttachmentKind.Video, 2, "2 видео")]
    [InlineData(AttachmentKind.Document, 1, "1 документ")]
    [InlineData(AttachmentKind.Document, 2, "2 документа")]
    [InlineData(AttachmentKind.Document, 4, "4 документа")]
    [InlineData(AttachmentKind.Document, 5, "5 документов")]
    [InlineData(AttachmentKind.Document, 11, "11 документов")]
    [InlineData(AttachmentKind.Document, 12, "12 документов")]
    [InlineData(AttachmentKind.Document, 21, "21 документ")]
    [InlineData(AttachmentKind.Document, 22, "22 документа")]
    [InlineData(AttachmentKind.Document, 112, "112 документов")]
    [InlineData(AttachmentKind.Audio, 3, "3 аудиофайла")]
    [InlineData(AttachmentKind.Voice, 1, "1 голосовое")]
    [InlineData(AttachmentKind.Voice, 2, "2 голосовых")]
    [InlineData(AttachmentKind.Voice, 5, "5 голосовых")]
    [InlineData(AttachmentKind.VideoNote, 5, "5 видеосообщений")]
    [InlineData(AttachmentKind.Animation, 2, "2 анимации")]
    [InlineData(AttachmentKind.Location, 2, "2 точки на карте")]
    [InlineData(AttachmentKind.Venue, 5, "5 мест")]
    public void Files_are_counted_in_russian(AttachmentKind kind, int count, string words) =>
        Assert.Equal(words, FileWords.Counted([.. Enumerable.Repeat(new Attachment(kind), count)], Texts));

    [Fact]
    public void Files_are_counted_by_kind() => Assert.Equal(
        "2 фото, 1 документ",
        FileWords.Counted([new(AttachmentKind.Photo), new(AttachmentKind.Document), new(AttachmentKind.Photo)], Texts));

    [Fact]
    public void A_firm_may_have_one_word_for_any_number()
    {
        var texts = new FirmTexts("VizTeh", "+7", "vizteh.ru", new Dictionary<string, string> { ["attached.document"] = "док." });

        Assert.Equal("5 док.", FileWords.Counted([.. Enumerable.Repeat(new Attachment(AttachmentKind.Document), 5)], texts));
    }

    [Fact]
    public void A_name_that_nobody_can_see_or_read_to_its_end_is_left_out_or_cut()
    {
        Attachment[] files =
        [
            new(AttachmentKind.Document) { Name = "  " }, new(AttachmentKind.Audio) { Name = "а\nб" },
            new(AttachmentKind.Document) { Name = new string('я', 300) },
        ];

        Assert.Equal(
            $"""
            К заявке №7: Telegram не передал вложение: документ
            К заявке №7: Telegram не передал вложение: аудиофайл «а б»
            К заявке №7: Telegram не передал вложение: документ «{new string('я', 60)}»
            """,
            TicketFilesText.Refused(7, files, Texts).Html);
    }
}
