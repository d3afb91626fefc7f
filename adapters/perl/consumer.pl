#!/usr/bin/perl
# Judges add_noise in Perl, in f64, by vector files: perl consumer.pl FOLDER [RESULTS]. Perl alone; written from docs/VECTORS.md.
use strict; use warnings; use JSON::PP;

my ($folder, $results) = @ARGV;
sub slurp { open my $file, '<:raw', $_[0] or die "$_[0]: $!\n"; local $/; <$file> }
sub bits { unpack 'd>', pack 'H*', $_[0] }
my $suite = decode_json slurp "$folder/manifest.json";
my $raw = slurp "$folder/$suite->{tensors}{file}";
my $start = 8 + unpack 'Q<', $raw;
my $about = decode_json substr $raw, 8, $start - 8;
sub tensor { my ($from, $to) = @{$about->{$_[0]}{data_offsets}}; unpack 'd<*', substr $raw, $start + $from, $to - $from }

my ($u, $tau) = map { bits $suite->{formats}{f64}{$_} } 'u', 'tau';
my ($header, $data, $failed) = ({ __metadata__ => { implementation => 'perl', version => "$]" } }, '', 0);
for my $case (grep { $_->{operation} eq 'add_noise' } @{$suite->{cases}}) {
    my ($alpha, $sigma) = map { bits $case->{params}{$_} } 'alpha_t', 'sigma_t';
    my ($x0, $noise) = map { [tensor $case->{inputs}{$_}] } 'x0', 'noise';
    my @got = map { $alpha * $x0->[$_] + $sigma * $noise->[$_] } 0 .. $#$x0;                     # your code here
    my ($n, @golden) = (scalar @got, tensor $case->{output});
    my @rho = map { abs($got[$_] - $golden[$_] - $golden[$n + $_]) / ($u * $golden[2 * $n + $_] * (1 + 64 * $u) + $tau) } 0 .. $n - 1;
    my $wrong = grep { !($_ <= 1) } @rho;
    $failed += !!$wrong;
    printf "%s %s %.3f\n", $wrong ? 'FAIL' : 'pass', $case->{id}, (sort { $b <=> $a } @rho)[0];
    $header->{"$case->{id}.y"} = { dtype => 'F64', shape => $about->{$case->{inputs}{x0}}{shape}, data_offsets => [length $data, length($data) + 8 * $n] };
    $data .= pack 'd<*', @got;
}
if ($results) { my $text = encode_json $header; open my $out, '>:raw', $results or die "$results: $!\n"; print $out pack('Q<', length $text), $text, $data }
exit($failed || !length $data ? 1 : 0);
