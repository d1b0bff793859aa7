using VizTeh.Actors.Messages;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>What the reader makes of files and places in a client's chat.</summary>
public sealed class AttachmentReaderTests : UpdateReaderFixture
{
    [Theory]
    [InlineData(""" "video":{"file_id":"f","file_unique_id":"u","file_name":"дом.mp4"} """, AttachmentKind.Video, "дом.mp4")]
    [InlineData(""" "video_note":{"file_id":"f","file_unique_id":"u"} """, AttachmentKind.VideoNote, null)]
    [InlineData(""" "voice":{"file_id":"f","file_unique_id":"u","duration":3} """, AttachmentKind.Voice, null)]
    [InlineData(""" "audio":{"file_id":"f","file_unique_id":"u","file_name":" "} """, AttachmentKind.Audio, null)]
    [InlineData(""" "document":{"file_id":"f","file_unique_id":"u","file_name":"пл\u0000ан.pdf"} """, AttachmentKind.Document, "план.pdf")]
    [InlineData(
        """ "document":{"file_id":"x","file_unique_id":"y"}, "animation":{"file_id":"f","file_unique_id":"u","file_name":"a.mp4"} """,
        AttachmentKind.Animation, "a.mp4")]
    [InlineData(""" "document":{"file_id":"f","file_unique_id":"u","file_size":22020096,"file_name":5} """, AttachmentKind.Document, null)]
    public void A_file_is_read_by_its_kind_and_its_ids_whatever_its_size(string content, AttachmentKind kind, string? name) =>
        Assert.Equal(new ClientInput.File(new Attachment(kind, "f", "u") { Name = name }), ReadClient(content));

    [Fact]
    public void Of_a_photo_the_largest_size_is_read() => Assert.Equal(
        new ClientInput.File(new Attachment(AttachmentKind.Photo, "l", "ul")),
        ReadClient("""
            "photo":[{"file_id":"s","file_unique_id":"us","width":90,"height":60},
             {"file_id":"l","file_unique_id":"ul","width":1280,"height":960},
             null,{"file_id":"m","file_unique_id":"um","width":320,"height":240},{"width":9999,"height":9999}]
            """));

    [Theory]
    [InlineData(""" "location":{"latitude":56.86,"longitude":35.9,"horizontal_accuracy":20.5} """)]
    [InlineData(""" "location":{"latitude":56.86,"longitude":35.9,"live_period":900} """)]
    public void A_location_is_a_point_on_the_map(string content) => Assert.Equal(
        new ClientInput.File(new Attachment(AttachmentKind.Location) { Place = new Place(56.86, 35.9) }), ReadClient(content));

    [Fact]
    public void A_venue_is_one_place_with_its_name_though_the_message_has_a_location_too() => Assert.Equal(
        new ClientInput.File(new Attachment(AttachmentKind.Venue) { Place = new Place(-90, 180, "Склад", "Тверь, 1") }),
        ReadClient("""
            "location":{"latitude":1,"longitude":2},
            "venue":{"location":{"latitude":-90,"longitude":180},"title":"Склад","address":"Тверь, 1","foursquare_id":"x"}
            """));

    [Fact]
    public void The_words_under_a_file_and_its_album_are_read_and_no_log_line_tells_the_words_the_name_or_the_place()
    {
        var file = ReadClient("""
            "document":{"file_id":"f","file_unique_id":"u","file_name":"Анна.pdf"}, "caption":"вот \u0000так", "media_group_id":"13"
            """);
        var place = ReadClient(""" "location":{"latitude":56.86,"longitude":35.9} """);

        Assert.Equal(
            new ClientInput.File(new Attachment(AttachmentKind.Document, "f", "u") { Name = "Анна.pdf" })
            {
                Caption = "вот так",
                AlbumId = "13",
            },
            file);
        Assert.DoesNotContain("вот", file.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Анна", file.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("56", place.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "voice":{"file_id":"f"} """, UnsupportedKind.Voice)]
    [InlineData(""" "voice":{"file_unique_id":"u"} """, UnsupportedKind.Voice)]
    [InlineData(""" "voice":"x" """, UnsupportedKind.Voice)]
    [InlineData(""" "video_note":{"file_id":7,"file_unique_id":"u"} """, UnsupportedKind.Video)]
    [InlineData(""" "document":[1], "caption":"x" """, UnsupportedKind.Document)]
    [InlineData(""" "document":{"file_id":"","file_unique_id":"u"} """, UnsupportedKind.Document)]
    [InlineData(""" "animation":{}, "document":{"file_id":"f","file_unique_id":"u"} """, UnsupportedKind.Document)]
    [InlineData(""" "audio":{} """, UnsupportedKind.Other)]
    [InlineData(""" "photo":[] """, UnsupportedKind.Photo)]
    [InlineData(""" "photo":[{"file_id":"p","width":1,"height":1}] """, UnsupportedKind.Photo)]
    [InlineData(""" "location":{"latitude":91,"longitude":2} """, UnsupportedKind.Location)]
    [InlineData(""" "location":{"latitude":1e400,"longitude":2} """, UnsupportedKind.Location)]
    [InlineData(""" "location":{"latitude":"1","longitude":2} """, UnsupportedKind.Location)]
    [InlineData(""" "location":{"latitude":1,"longitude":2}, "venue":{"title":"x"} """, UnsupportedKind.Location)]
    [InlineData(""" "venue":5 """, UnsupportedKind.Other)]
    public void A_file_without_its_ids_or_a_place_without_its_point_is_one_that_the_form_cannot_use(string content, UnsupportedKind kind) =>
        Assert.Equal(kind, Assert.IsType<ClientInput.Unsupported>(ReadClient(content)).Kind);

    [Fact]
    public void What_cannot_be_sent_again_keeps_its_words()
    {
        var photo = ReadClient(""" "photo":[{"file_id":"p","width":1,"height":1}], "caption":"вот так" """);

        Assert.Equal(new ClientInput.Unsupported(UnsupportedKind.Photo) { Caption = "вот так" }, photo);
        Assert.DoesNotContain("вот так", photo.ToString(), StringComparison.Ordinal);
    }
}
