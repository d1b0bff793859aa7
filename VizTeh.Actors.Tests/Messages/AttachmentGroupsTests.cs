using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tests.Messages;

public sealed class AttachmentGroupsTests
{
    // A letter an attachment: Photo, Video, Document, Audio, vOice, round video Note, Gif, Location, veNue as "U".
    private const string Letters = "PVDAONGLU";

    [Theory]
    [InlineData("", "")]
    [InlineData("P", "0")]
    [InlineData("PP", "0 1")]
    [InlineData("VPV", "0 1 2")]
    [InlineData("DPD", "1|0 2")]
    [InlineData("ADPAV", "2 4|1|0 3")]
    [InlineData("OO", "0|1")]
    [InlineData("NPGLOU", "1|0|2|3|4|5")]
    [InlineData("PPPPPPPPPPP", "0 1 2 3 4 5 6 7 8 9|10")]
    [InlineData("DDDDDDDDDDDDD", "0 1 2 3 4 5 6 7 8 9|10 11 12")]
    public void Attachments_are_sent_in_albums_of_their_kind_and_the_others_singly(string attachments, string groups)
    {
        var kinds = attachments.Select(letter => (AttachmentKind)Letters.IndexOf(letter, StringComparison.Ordinal));
        Attachment[] files = [.. kinds.Select(kind => new Attachment(kind))];

        Assert.Equal(groups, string.Join('|', AttachmentGroups.Of(files).Select(group => string.Join(' ', group))));
    }
}
